package dev.texon.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.ProcessRunner;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists every way to every GPU. */
@Command(
        name = "backends",
        description = "List every adapter, or why it is not available and what helps. Status 1 if there is none.")
final class BackendsCommand implements Callable<Integer> {
    private final Harness harness;
    private final Terminal terminal;
    private final Style style;

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Inject
    BackendsCommand(Harness harness, Terminal terminal, Style style) {
        this.harness = harness;
        this.terminal = terminal;
        this.style = style;
    }

    /** A line of {@code --json}; what is not known is null. */
    private record Line(
            String backend,
            String adapter,
            String name,
            boolean available,
            boolean virtualDisplay,
            @Nullable DeviceInfo device,
            @Nullable String reason,
            @Nullable String hint) {

        static Line of(AdapterResult result) {
            DeviceProfile profile = result.profile();
            return new Line(
                    result.adapter().backend(),
                    result.adapter().id(),
                    result.adapter().name(),
                    result.adapter().available(),
                    result.adapter().virtualDisplay(),
                    profile == null ? null : profile.device(),
                    result.adapter().reason(),
                    result.adapter().hint());
        }
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        classPath.apply();
        List<AdapterResult> results = harness.open(harness.probe(ProcessRunner.DEFAULT_TIME_LIMIT));
        if (json) {
            JsonMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            terminal.out()
                    .println(mapper.writeValueAsString(
                            results.stream().map(Line::of).toList()));
        } else {
            print(results);
        }
        return results.stream().anyMatch(result -> result.profile() != null) ? 0 : 1;
    }

    private void print(List<AdapterResult> results) {
        Table table = new Table().row("BACKEND", "ADAPTER", "NAME", "API", "RENDERER");
        for (AdapterResult result : results) {
            DeviceProfile profile = result.profile();
            if (profile != null) {
                table.row(
                        style.strong(result.adapter().backend()),
                        result.adapter().id(),
                        result.adapter().name() + (result.adapter().virtualDisplay() ? " (on a virtual display)" : ""),
                        profile.device().api(),
                        profile.device().renderer());
            }
        }
        List<String> lines = table.lines();
        (lines.size() > 1 ? lines : List.of(style.bad("No adapter is available."))).forEach(terminal.out()::println);
        Refusals.lines(results.stream().map(AdapterResult::adapter).toList()).forEach(terminal.out()::println);
    }
}

package dev.texon.cli;

import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.json.ProfileJson;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures one adapter. */
@Command(
        name = "capabilities",
        description = "Show what one adapter declares and what was measured: the first that opens of those asked for "
                + "(without options: of TEXON_BACKEND and TEXON_ADAPTER).")
final class CapabilitiesCommand implements Callable<Integer> {
    private final Harness harness;
    private final Terminal terminal;
    private final CapabilitiesText text;

    @Mixin
    private AdapterChoice choice = new AdapterChoice();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Option(names = "--save", paramLabel = "FILE", description = "Write the device profile to a JSON file.")
    private @Nullable Path file;

    @Inject
    CapabilitiesCommand(Harness harness, Terminal terminal, CapabilitiesText text) {
        this.harness = harness;
        this.terminal = terminal;
        this.text = text;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        classPath.apply();
        choice.completeFromEnvironment();
        DeviceProfile profile = firstThatOpens(choice.select(harness.probe(ProcessRunner.DEFAULT_TIME_LIMIT)));
        text.lines(profile).forEach(terminal.out()::println);
        if (file != null) {
            ProfileJson.write(profile, file);
            terminal.out().println("Device profile written to " + file + ".");
        }
        return 0;
    }

    private DeviceProfile firstThatOpens(List<FoundAdapter> candidates) throws InterruptedException {
        List<FoundAdapter> refused = new ArrayList<>();
        for (FoundAdapter candidate : candidates) {
            AdapterResult result = harness.open(List.of(candidate)).get(0);
            DeviceProfile profile = result.profile();
            if (profile != null) {
                return profile;
            }
            refused.add(result.adapter());
        }
        throw new GpuUnavailableException("No adapter opens.\n" + String.join("\n", Refusals.lines(refused)));
    }
}

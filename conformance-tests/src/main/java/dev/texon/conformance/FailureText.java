package dev.texon.conformance;

import java.util.List;
import java.util.stream.Collectors;

/** What a failure says: what is wrong, what to look at, where it happened, and how to run it again. */
public final class FailureText {
    /** Begins the line with the evidence of a known failure. */
    public static final String KNOWN = "known:    ";

    private static final String MEASURED = "measured: ";
    private static final String LOOK_AT = "look at:  ";

    private FailureText() {}

    /**
     * @param renderer the driver's name of the GPU, or why it is not known
     * @param measurements what the case measured until it failed; what is accepted of them is told
     * @param message what is wrong
     */
    public static String of(
            ConformanceCase one,
            String backend,
            String adapter,
            String renderer,
            List<Measurement> measurements,
            String message) {
        String measured = measurements.stream()
                .filter(measurement -> !measurement.accepted().isEmpty())
                .map(measurement -> "\n" + MEASURED + measurement.describe())
                .collect(Collectors.joining());
        return message + measured + "\n" + LOOK_AT + one.whenItFails() + "\nrenderer: " + renderer + "\nrerun:    "
                + rerun(backend, adapter, one.id());
    }

    /** The message behind the id of its case and the rule that it cites, for readers that show nothing else. */
    public static String withCase(CaseResult result) {
        return result.id() + " (" + result.rule() + "): " + result.message();
    }

    /** In one line: the case and its rule, what is wrong, what was measured and is accepted, and what to look at. */
    public static String line(CaseResult result) {
        List<String> lines = withCase(result).lines().toList();
        return lines.get(0)
                + lines.stream()
                        .skip(1)
                        .filter(line -> line.startsWith(MEASURED) || line.startsWith(LOOK_AT))
                        .map(line -> " | " + line.replaceFirst(": +", ": "))
                        .collect(Collectors.joining());
    }

    /** The command that runs one case on one adapter. */
    public static String rerun(String backend, String adapter, String caseId) {
        return Launcher.command() + " conformance " + ExtraClassPath.option() + "--backend " + backend + " --adapter "
                + adapter + " " + caseId;
    }
}

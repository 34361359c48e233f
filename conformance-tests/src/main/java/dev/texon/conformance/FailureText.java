package dev.texon.conformance;

/** What a failure says: what is wrong, what to look at, where it happened, and how to run it again. */
public final class FailureText {
    /** Begins the line with the evidence of a known failure. */
    public static final String KNOWN = "known:    ";

    private FailureText() {}

    /**
     * @param renderer the driver's name of the GPU, or why it is not known
     * @param message what is wrong
     */
    public static String of(ConformanceCase one, String backend, String adapter, String renderer, String message) {
        return message + "\nlook at:  " + one.whenItFails() + "\nrenderer: " + renderer + "\nrerun:    "
                + rerun(backend, adapter, one.id());
    }

    /** The command that runs one case on one adapter. */
    public static String rerun(String backend, String adapter, String caseId) {
        return "./texon conformance " + ExtraClassPath.option() + "--backend " + backend + " --adapter " + adapter + " "
                + caseId;
    }
}

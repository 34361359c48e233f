package dev.texon.gpu;

/** No backend or adapter could be opened; the message lists every candidate with its reason and its mend. */
public class GpuUnavailableException extends GpuException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception without a cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     */
    public GpuUnavailableException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     * @param cause what was thrown below
     */
    public GpuUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.texon.gpu;

/** The adapter lacks what the call needs; see {@link FormatFeature} and {@link Feature}. */
public class GpuUnsupportedException extends GpuException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception without a cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     */
    public GpuUnsupportedException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     * @param cause what was thrown below
     */
    public GpuUnsupportedException(String message, Throwable cause) {
        super(message, cause);
    }
}

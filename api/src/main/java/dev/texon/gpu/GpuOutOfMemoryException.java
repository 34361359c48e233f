package dev.texon.gpu;

/** The GPU has no memory left for what was asked. */
public class GpuOutOfMemoryException extends GpuException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception without a cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     */
    public GpuOutOfMemoryException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     * @param cause what was thrown below
     */
    public GpuOutOfMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}

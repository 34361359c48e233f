package dev.texon.gpu;

/** Something went wrong on the GPU or on the way to it. Wrong arguments and states are {@link IllegalArgumentException} and {@link IllegalStateException} instead. */
public class GpuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception without a cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     */
    public GpuException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     * @param cause what was thrown below
     */
    public GpuException(String message, Throwable cause) {
        super(message, cause);
    }
}

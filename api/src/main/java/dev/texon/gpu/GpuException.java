package dev.texon.gpu;

/** Something went wrong on the GPU or on the way to it. Wrong arguments and states are {@link IllegalArgumentException} and {@link IllegalStateException} instead. */
public class GpuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GpuException(String message) {
        super(message);
    }

    public GpuException(String message, Throwable cause) {
        super(message, cause);
    }
}

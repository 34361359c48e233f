package dev.texon.gpu;

/** The GPU has no memory left for what was asked. */
public class GpuOutOfMemoryException extends GpuException {
    private static final long serialVersionUID = 1L;

    public GpuOutOfMemoryException(String message) {
        super(message);
    }

    public GpuOutOfMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}

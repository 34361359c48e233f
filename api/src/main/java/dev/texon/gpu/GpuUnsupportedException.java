package dev.texon.gpu;

/** The adapter lacks what the call needs; see {@link FormatFeature} and {@link Feature}. */
public class GpuUnsupportedException extends GpuException {
    private static final long serialVersionUID = 1L;

    public GpuUnsupportedException(String message) {
        super(message);
    }

    public GpuUnsupportedException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.texon.gpu;

/** No backend or adapter could be opened; the message lists every candidate with its reason and its mend. */
public class GpuUnavailableException extends GpuException {
    private static final long serialVersionUID = 1L;

    public GpuUnavailableException(String message) {
        super(message);
    }

    public GpuUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

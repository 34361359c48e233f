package dev.texon.gpu;

/** The device is gone (context lost, driver reset, browser dead); open it anew and upload again. */
public class GpuDeviceLostException extends GpuException {
    private static final long serialVersionUID = 1L;

    public GpuDeviceLostException(String message) {
        super(message);
    }

    public GpuDeviceLostException(String message, Throwable cause) {
        super(message, cause);
    }
}

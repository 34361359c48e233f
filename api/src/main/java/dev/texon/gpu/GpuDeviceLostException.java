package dev.texon.gpu;

/** The device is gone (context lost, driver reset, browser dead); open it anew and upload again. */
public class GpuDeviceLostException extends GpuException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception without a cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     */
    public GpuDeviceLostException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message one sentence: what is wrong, with both values and the labelled object, and what to do
     * @param cause what was thrown below
     */
    public GpuDeviceLostException(String message, Throwable cause) {
        super(message, cause);
    }
}

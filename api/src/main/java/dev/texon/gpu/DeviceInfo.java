package dev.texon.gpu;

/**
 * Which GPU was reached, and how.
 *
 * @param backend id of the backend, for example {@code lwjgl-gles}
 * @param adapter id of the adapter, unique within the backend, for example {@code es3-0}
 * @param api the API and its version, for example {@code OpenGL ES 3.2}
 * @param renderer the driver's name of the GPU
 * @param vendor the driver's maker
 * @param version the driver's version text; in a browser with the browser's version and the flags it was started with
 */
public record DeviceInfo(String backend, String adapter, String api, String renderer, String vendor, String version) {
    /** {@return the kind, told from the renderer's name} */
    public DeviceKind kind() {
        return DeviceKind.of(renderer);
    }

    /** Whether it is the same but for the adapter's number: what was measured on a card holds for its twin. */
    boolean isTwinOf(DeviceInfo other) {
        return equals(new DeviceInfo(
                other.backend(), adapter, other.api(), other.renderer(), other.vendor(), other.version()));
    }
}

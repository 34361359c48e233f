package dev.texon.gpu.webgl;

import dev.texon.gpu.DeviceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to WebGL, in the order in which they are tried. */
enum WebGlAdapter {
    WEBGL2_SYSTEM("webgl2-system", "WebGL 2 on the system's GL", 2),
    WEBGL1_SYSTEM("webgl1-system", "WebGL 1 on the system's GL", 1),
    /** Only where there is a GPU; not tried on one yet. */
    WEBGL2_VULKAN("webgl2-vulkan", "WebGL 2 on the system's Vulkan", 2),
    WEBGL2_DEFAULT("webgl2-default", "WebGL 2 on what the browser takes by itself", 2),
    WEBGL2_SWIFTSHADER("webgl2-swiftshader", "WebGL 2 on SwiftShader", 2),
    WEBGL1_SWIFTSHADER("webgl1-swiftshader", "WebGL 1 on SwiftShader", 1);

    private final String id;
    private final String title;
    private final int version;

    WebGlAdapter(String id, String title, int version) {
        this.id = id;
        this.title = title;
        this.version = version;
    }

    /** Those of this machine. */
    static List<WebGlAdapter> offered() {
        return of(system(), gpuFiles());
    }

    /**
     * Those of a machine.
     *
     * @param gpuFiles whether Linux has device files of a GPU: without one the browser's own choice is SwiftShader
     */
    static List<WebGlAdapter> of(String system, boolean gpuFiles) {
        boolean linux = system.startsWith("linux");
        List<WebGlAdapter> all = new ArrayList<>(List.of(values()));
        if (!linux || !gpuFiles) {
            all.remove(WEBGL2_VULKAN);
        }
        if (linux && !gpuFiles) {
            all.remove(WEBGL2_DEFAULT);
        }
        return all;
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }

    private static boolean gpuFiles() {
        return Files.exists(Path.of("/dev/dri")) || Files.exists(Path.of("/dev/nvidiactl"));
    }

    static Optional<WebGlAdapter> byId(String id) {
        for (WebGlAdapter adapter : offered()) {
            if (adapter.id.equals(id)) {
                return Optional.of(adapter);
            }
        }
        return Optional.empty();
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** What is known before a browser has been started: without a device file Linux has no GPU. */
    DeviceKind kind() {
        boolean software = this == WEBGL2_SWIFTSHADER || this == WEBGL1_SWIFTSHADER;
        return software || (system().startsWith("linux") && !gpuFiles()) ? DeviceKind.CPU : DeviceKind.UNKNOWN;
    }

    /** 1 or 2. */
    int version() {
        return version;
    }

    /** The browser's flags that choose what WebGL is drawn with. */
    List<String> flags() {
        String system = system();
        String angle = system.startsWith("linux") ? "gl-egl" : system.startsWith("mac") ? "metal" : "d3d11";
        // Those of macOS, Windows and Vulkan from Chromium's documentation, not tried.
        return switch (this) {
            case WEBGL2_SWIFTSHADER, WEBGL1_SWIFTSHADER ->
                List.of("--use-angle=swiftshader", "--enable-unsafe-swiftshader");
            case WEBGL2_SYSTEM, WEBGL1_SYSTEM ->
                List.of("--use-gl=angle", "--use-angle=" + angle, "--ignore-gpu-blocklist");
            case WEBGL2_VULKAN ->
                List.of("--use-gl=angle", "--use-angle=vulkan", "--enable-features=Vulkan", "--ignore-gpu-blocklist");
            case WEBGL2_DEFAULT -> List.of();
        };
    }

    @Override
    public String toString() {
        return id;
    }
}

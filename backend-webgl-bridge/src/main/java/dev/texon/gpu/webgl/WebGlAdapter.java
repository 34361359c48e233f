package dev.texon.gpu.webgl;

import dev.texon.gpu.DeviceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to WebGL, in the order in which they are tried. */
enum WebGlAdapter {
    WEBGL2_SYSTEM("webgl2-system", "WebGL 2 on the system's GL", 2),
    WEBGL1_SYSTEM("webgl1-system", "WebGL 1 on the system's GL", 1),
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

    static Optional<WebGlAdapter> byId(String id) {
        for (WebGlAdapter adapter : values()) {
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
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
        boolean files = Files.exists(Path.of("/dev/dri")) || Files.exists(Path.of("/dev/nvidiactl"));
        return software || (linux && !files) ? DeviceKind.CPU : DeviceKind.UNKNOWN;
    }

    /** 1 or 2. */
    int version() {
        return version;
    }

    /** The browser's flags that choose what WebGL is drawn with. */
    List<String> flags() {
        if (this == WEBGL2_SWIFTSHADER || this == WEBGL1_SWIFTSHADER) {
            return List.of("--use-angle=swiftshader", "--enable-unsafe-swiftshader");
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String angle = system.startsWith("linux") ? "gl-egl" : system.startsWith("mac") ? "metal" : "d3d11";
        // Those of macOS and Windows from Chromium's documentation, not tried.
        return List.of("--use-gl=angle", "--use-angle=" + angle, "--ignore-gpu-blocklist");
    }

    @Override
    public String toString() {
        return id;
    }
}

package dev.texon.gpu.lwjgl;

import dev.texon.gpu.DeviceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGL10;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * ANGLE, which makes OpenGL ES of other APIs and is what browsers draw with: its libraries instead of the system's, and its displays,
 * which it does not list as devices. So what a browser's ANGLE does can be told from what the browser does. Numbers are those of
 * EGL_ANGLE_platform_angle and its relatives.
 */
final class Angle {
    /** The system property: a folder with ANGLE's libEGL and libGLESv2, such as the one of an installed Chromium. */
    static final String PROPERTY = "texon.angle";

    /** The client extension by which ANGLE shows itself. */
    static final String EXTENSION = "EGL_ANGLE_platform_angle";

    private static final int PLATFORM_ANGLE = 0x3202;
    private static final int TYPE = 0x3203;
    private static final int VULKAN = 0x3450;
    private static final int DIRECT3D_11 = 0x3208;
    private static final int METAL = 0x3489;
    private static final int DEVICE_TYPE = 0x3209;
    private static final int HARDWARE = 0x320A;
    private static final int SWIFTSHADER = 0x3487;

    private Angle() {}

    /**
     * Names ANGLE's libraries to LWJGL, if the property asks for it.
     *
     * @throws UnsatisfiedLinkError if the folder does not hold them
     */
    static void name() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            return;
        }
        Configuration.EGL_LIBRARY_NAME.set(library(folder, "libEGL"));
        Configuration.OPENGLES_LIBRARY_NAME.set(library(folder, "libGLESv2"));
    }

    /** On SwiftShader a texture of 1 GiB ends the context, as it ends that of a browser; half of it does not. */
    static long maxTextureBytes() {
        return System.getProperty(PROPERTY) == null ? Long.MAX_VALUE : (1L << 30) - 1;
    }

    private static String library(String folder, String name) {
        String plain = System.mapLibraryName("");
        Path file =
                Path.of(folder, name + plain.substring(plain.lastIndexOf('.'))).toAbsolutePath();
        if (!Files.exists(file)) {
            throw new UnsatisfiedLinkError(
                    "-D" + PROPERTY + " is '" + folder + "', and there is no file '" + file + "'");
        }
        return file.toString();
    }

    /** A display on the GPU, by the API that the system has, and one that computes in software. */
    static List<EglDevice> list() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<EglDevice> devices = new ArrayList<>();
        if (system.startsWith("windows")) {
            devices.add(device("d3d11", "Direct3D 11", DIRECT3D_11, HARDWARE, DeviceKind.UNKNOWN));
        } else if (system.startsWith("mac")) {
            devices.add(device("metal", "Metal", METAL, HARDWARE, DeviceKind.UNKNOWN));
        } else {
            devices.add(device("vulkan", "Vulkan", VULKAN, HARDWARE, DeviceKind.UNKNOWN));
        }
        devices.add(device("swiftshader", "SwiftShader", VULKAN, SWIFTSHADER, DeviceKind.CPU));
        return devices;
    }

    private static EglDevice device(String id, String api, int type, int deviceType, DeviceKind kind) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long attributes = MemoryUtil.memAddress(stack.ints(TYPE, type, DEVICE_TYPE, deviceType, EGL10.EGL_NONE));
            // LWJGL's own function refuses the native display 0, which stands for the default.
            long display = JNI.callPPP(PLATFORM_ANGLE, 0L, attributes, EGL.getCapabilities().eglGetPlatformDisplayEXT);
            return new EglDevice(id, display, "ANGLE on " + api, kind);
        }
    }
}

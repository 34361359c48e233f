package dev.texon.conformance.report;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a GPU and its driver, however it is reached, so that two ways to it can be recognised.
 *
 * <p>ANGLE, through which a browser reaches OpenGL, reports {@code ANGLE (vendor, renderer, version)}, where the renderer is what
 * the system's OpenGL says but for commas: {@code llvmpipe (LLVM 15.0.6 256 bits)} for {@code llvmpipe (LLVM 15.0.6, 256 bits)}.
 * All other words must agree. Over Direct3D, Metal or Vulkan, the renderer names that API or that driver instead, and does not
 * agree with OpenGL's: a fault there may be the other driver's as well as ANGLE's, and cannot be told apart.
 */
final class GpuName {
    private static final Pattern ANGLE = Pattern.compile("ANGLE \\((.*)\\)");
    /** The bus and the processor, which NVIDIA adds, and the kernel's version, which Mesa adds for AMD. */
    private static final Pattern ABOUT_THE_HOST =
            Pattern.compile("/(PCIe?|AGP|integrated)(/[\\w!]+)*$|,? DRM [\\d.]+(,? [\\w.+~-]+)?(?=\\))");

    private GpuName() {}

    /** Whether a renderer is ANGLE's: reached by translation. */
    static boolean isTranslated(String renderer) {
        return ANGLE.matcher(renderer.strip()).matches();
    }

    /** What ANGLE says of the driver below it; empty if the renderer is not ANGLE's, or says nothing of it. */
    static Optional<String> translator(String renderer) {
        Matcher angle = ANGLE.matcher(renderer.strip());
        if (!angle.matches()) {
            return Optional.empty();
        }
        String parts = angle.group(1);
        String second = second(parts);
        return second.equals(parts)
                ? Optional.empty()
                : Optional.of(parts.substring(parts.indexOf(second) + second.length() + 1)
                        .strip());
    }

    /** What names the same GPU and driver is equal; for example {@code llvmpipe (llvm 15.0.6 256 bits)}. */
    static String of(String renderer) {
        Matcher angle = ANGLE.matcher(renderer.strip());
        String name = angle.matches() ? second(angle.group(1)) : renderer;
        return ABOUT_THE_HOST
                .matcher(name.strip())
                .replaceAll("")
                .replace(',', ' ')
                .replaceAll("\\s+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The second of the parts that commas outside parentheses separate; all of it if there are not three. */
    private static String second(String parts) {
        int depth = 0;
        int from = -1;
        int to = -1;
        for (int i = 0; i < parts.length(); i++) {
            char c = parts.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                from = from < 0 ? i : from;
                to = i;
            }
        }
        return from < to ? parts.substring(from + 1, to) : parts;
    }
}

package dev.texon.gpu;

import java.util.regex.Pattern;

/**
 * What sort of machine computes. OpenGL and WebGL do not say it: it is told from the names that drivers give themselves, and {@link
 * #UNKNOWN} where these tell nothing.
 */
public enum DeviceKind {
    /** With memory of its own. */
    DISCRETE,
    /** In one chip with the CPU, or beside it on its memory. */
    INTEGRATED,
    /** Lent by the host of a virtual machine. */
    VIRTUAL,
    /** The names tell nothing. */
    UNKNOWN,
    /** A software renderer. */
    CPU;

    private static final Pattern SOFTWARE =
            words("llvmpipe|softpipe|swrast|lavapipe|swiftshader|software|microsoft basic render|warp|gdi generic|swr");
    private static final Pattern LENT =
            words("virgl|virtio|venus|svga3d|vmware|virtualbox|parallels|paravirtual|hyper-v|d3d12 \\(microsoft");
    private static final Pattern BESIDE = words(
            "adreno|mali|immortalis|powervr|videocore|v3d|vc4|tegra|orin|xavier|apple m\\d+|apple a\\d+|apple gpu"
                    + "|radeon(\\(tm\\))? (vega \\d+ )?graphics|radeon \\d{3}m|radeon vega \\d+ graphics|intel|vivante|panfrost|lima");
    private static final Pattern OWN = words("nvidia|geforce|quadro|tesla|titan|rtx|gtx|radeon|firepro|instinct|amd");

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?<![a-z0-9])(" + alternatives + ")(?![a-z])", Pattern.CASE_INSENSITIVE);
    }

    /**
     * Tells the kind from a name.
     *
     * @param renderer the driver's name of the GPU, as {@link DeviceInfo#renderer} has it
     * @return {@link #UNKNOWN} if the name tells nothing
     */
    public static DeviceKind of(String renderer) {
        if (SOFTWARE.matcher(renderer).find()) {
            return CPU;
        } else if (LENT.matcher(renderer).find()) {
            return VIRTUAL;
        } else if (Pattern.compile("\\barc\\b", Pattern.CASE_INSENSITIVE)
                .matcher(renderer)
                .find()) {
            return DISCRETE;
        } else if (BESIDE.matcher(renderer).find()) {
            return INTEGRATED;
        }
        return OWN.matcher(renderer).find() ? DISCRETE : UNKNOWN;
    }

    /** {@return whether it is, or may be, more than a program} */
    public boolean hardware() {
        return this != CPU;
    }
}

package dev.texon.gpu.webgl;

import java.util.Map;

/** What a page needs for what is recorded: a WebGL, and what it draws to. */
public enum RecordedContext {
    WEBGL2_FLOAT32(2, true, 4, "EXT_color_buffer_float"),
    /** For GPUs that have too little memory of tiles for four targets. */
    WEBGL2_FLOAT32_ONE_TARGET(2, true, 1, "EXT_color_buffer_float"),
    WEBGL2_FLOAT16(2, false, 4, "EXT_color_buffer_half_float"),
    WEBGL2_FLOAT16_ONE_TARGET(2, false, 1, "EXT_color_buffer_half_float"),
    WEBGL1_FLOAT32(1, true, 1, "OES_texture_float WEBGL_color_buffer_float"),
    WEBGL1_FLOAT16(1, false, 1, "OES_texture_half_float EXT_color_buffer_half_float");

    private final int version;
    private final boolean float32;
    private final int targets;
    private final String extensions;

    RecordedContext(int version, boolean float32, int targets, String extensions) {
        this.version = version;
        this.float32 = float32;
        this.targets = targets;
        this.extensions = extensions;
    }

    /** Of WebGL: 1 or 2. */
    public int version() {
        return version;
    }

    /** Textures that one pass draws to at most. */
    public int targets() {
        return targets;
    }

    /** What the page has to enable, with blanks between; WebGL 2 draws to halves also by {@code EXT_color_buffer_float}. */
    public String extensions() {
        return extensions;
    }

    /** Whether it draws to 32-bit floats, or else to halves. */
    public boolean float32() {
        return float32;
    }

    /** What the page has to have at least, by WebGL's names: textures of all phones since 2013, and else the least of today's devices. */
    public Map<String, Integer> limits() {
        return version == 2
                ? Map.of(
                        "MAX_TEXTURE_SIZE", 4096,
                        "MAX_DRAW_BUFFERS", targets,
                        "MAX_TEXTURE_IMAGE_UNITS", 16,
                        "MAX_FRAGMENT_UNIFORM_VECTORS", 224)
                : Map.of(
                        "MAX_TEXTURE_SIZE", 4096,
                        "MAX_TEXTURE_IMAGE_UNITS", 8,
                        "MAX_FRAGMENT_UNIFORM_VECTORS", 64);
    }
}

package dev.texon.gpu.gl;

/** The values of the API's constants that the driver uses, by the API's names. */
final class GlConstants {
    static final int NEAREST = 0x2600;
    static final int LINEAR = 0x2601;
    static final int NEAREST_MIPMAP_NEAREST = 0x2700;
    static final int LINEAR_MIPMAP_LINEAR = 0x2703;
    static final int TEXTURE_MAG_FILTER = 0x2800;
    static final int TEXTURE_MIN_FILTER = 0x2801;
    static final int TEXTURE_WRAP_S = 0x2802;
    static final int TEXTURE_WRAP_T = 0x2803;
    static final int TEXTURE_MAX_LEVEL = 0x813D;
    static final int REPEAT = 0x2901;
    static final int CLAMP_TO_EDGE = 0x812F;
    static final int MIRRORED_REPEAT = 0x8370;
    static final int TEXTURE_2D = 0x0DE1;
    static final int TEXTURE0 = 0x84C0;
    static final int MAX_TEXTURE_SIZE = 0x0D33;
    static final int MAX_TEXTURE_IMAGE_UNITS = 0x8872;
    static final int MAX_FRAGMENT_UNIFORM_VECTORS = 0x8DFD;
    static final int MAX_FRAGMENT_UNIFORM_COMPONENTS = 0x8B49;
    static final int MAX_DRAW_BUFFERS = 0x8824;
    static final int RED = 0x1903;
    static final int RG = 0x8227;
    static final int RGBA = 0x1908;
    static final int UNSIGNED_BYTE = 0x1401;
    static final int FLOAT = 0x1406;
    static final int HALF_FLOAT = 0x140B;
    static final int HALF_FLOAT_OES = 0x8D61;
    static final int R8 = 0x8229;
    static final int RG8 = 0x822B;
    static final int RGBA8 = 0x8058;
    static final int R16F = 0x822D;
    static final int RG16F = 0x822F;
    static final int RGBA16F = 0x881A;
    static final int R32F = 0x822E;
    static final int RG32F = 0x8230;
    static final int RGBA32F = 0x8814;
    static final int FRAMEBUFFER = 0x8D40;
    static final int COLOR_ATTACHMENT0 = 0x8CE0;
    static final int FRAMEBUFFER_COMPLETE = 0x8CD5;
    static final int COLOR_BUFFER_BIT = 0x4000;
    static final int BLEND = 0x0BE2;
    static final int FUNC_ADD = 0x8006;
    static final int MIN = 0x8007;
    static final int MAX = 0x8008;
    static final int DITHER = 0x0BD0;
    static final int ONE = 1;
    static final int PACK_ALIGNMENT = 0x0D05;
    static final int UNPACK_ALIGNMENT = 0x0CF5;
    static final int ARRAY_BUFFER = 0x8892;
    static final int PIXEL_PACK_BUFFER = 0x88EB;
    static final int STATIC_DRAW = 0x88E4;
    static final int STREAM_READ = 0x88E1;
    static final int VERTEX_SHADER = 0x8B31;
    static final int FRAGMENT_SHADER = 0x8B30;
    static final int TRIANGLES = 4;
    static final int VENDOR = 0x1F00;
    static final int RENDERER = 0x1F01;
    static final int VERSION = 0x1F02;
    static final int UNMASKED_VENDOR = 0x9245;
    static final int UNMASKED_RENDERER = 0x9246;
    static final int NO_ERROR = 0;
    static final int INVALID_VALUE = 0x0501;
    static final int OUT_OF_MEMORY = 0x0505;
    static final int CONTEXT_LOST = 0x0507;
    static final int CONTEXT_LOST_WEBGL = 0x9242;

    private GlConstants() {}

    /** The API's name of a reset status. */
    static String resetName(int status) {
        return switch (status) {
            case 0x8253 -> "GL_GUILTY_CONTEXT_RESET: by what this context drew, for example a pass that took too long";
            case 0x8254 -> "GL_INNOCENT_CONTEXT_RESET: by another program";
            case 0x8255 -> "GL_UNKNOWN_CONTEXT_RESET";
            default -> "status 0x" + Integer.toHexString(status);
        };
    }

    /** The API's name of an error code. */
    static String errorName(int code) {
        return switch (code) {
            case 0x0500 -> "GL_INVALID_ENUM";
            case INVALID_VALUE -> "GL_INVALID_VALUE";
            case 0x0502 -> "GL_INVALID_OPERATION";
            case OUT_OF_MEMORY -> "GL_OUT_OF_MEMORY";
            case 0x0506 -> "GL_INVALID_FRAMEBUFFER_OPERATION";
            case CONTEXT_LOST, CONTEXT_LOST_WEBGL -> "GL_CONTEXT_LOST";
            default -> "error 0x" + Integer.toHexString(code);
        };
    }
}

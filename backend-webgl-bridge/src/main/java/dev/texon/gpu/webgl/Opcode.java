package dev.texon.gpu.webgl;

import org.jspecify.annotations.Nullable;

/**
 * The calls that travel to the page. The order is the number on the wire; the page's table in {@code replay.js} has the same
 * names and signatures in the same order, and the handshake compares them.
 *
 * <p>A signature has one letter for each argument: {@code i} an int (names of objects, enumerants, booleans as 0 and 1),
 * {@code f} a float, {@code I} and {@code F} a count and that many ints or floats, {@code s} a UTF-8 string and {@code b} bytes
 * (each as offset and length in the frame's bulk). After {@code >} stands what comes back: {@code i} an int, {@code d} a double,
 * {@code s} a string, {@code b} what {@code getError} says and bytes; without it, nothing comes back and nobody waits.
 */
enum Opcode {
    CREATE_CONTEXT("createContext", "is>s"),
    GET_STRING("getString", "i>s"),
    GET_INTEGER("getInteger", "i>i"),
    GET_ERROR("getError", ">i"),
    ENABLE("enable", "i"),
    DISABLE("disable", "i"),
    VIEWPORT("viewport", "iiii"),
    COLOR_MASK("colorMask", "iiii"),
    BLEND_FUNC("blendFunc", "ii"),
    CLEAR_COLOR("clearColor", "ffff"),
    CLEAR("clear", "i"),
    PIXEL_STOREI("pixelStorei", "ii"),
    CREATE_TEXTURE("createTexture", "i"),
    DELETE_TEXTURE("deleteTexture", "i"),
    ACTIVE_TEXTURE("activeTexture", "i"),
    BIND_TEXTURE("bindTexture", "ii"),
    TEX_PARAMETERI("texParameteri", "iii"),
    TEX_IMAGE_2D("texImage2D", "iiiiiii"),
    TEX_SUB_IMAGE_2D("texSubImage2D", "iiiiiiiib"),
    GENERATE_MIPMAP("generateMipmap", "i"),
    CREATE_FRAMEBUFFER("createFramebuffer", "i"),
    DELETE_FRAMEBUFFER("deleteFramebuffer", "i"),
    BIND_FRAMEBUFFER("bindFramebuffer", "ii"),
    FRAMEBUFFER_TEXTURE_2D("framebufferTexture2D", "iiiii"),
    CHECK_FRAMEBUFFER_STATUS("checkFramebufferStatus", "i>i"),
    DRAW_BUFFERS("drawBuffers", "i"),
    READ_PIXELS("readPixels", "iiiiiii>b"),
    READ_PIXELS_TO_BUFFER("readPixelsToBuffer", "iiiiii"),
    CREATE_BUFFER("createBuffer", "i"),
    DELETE_BUFFER("deleteBuffer", "i"),
    BIND_BUFFER("bindBuffer", "ii"),
    BUFFER_DATA("bufferData", "ibi"),
    BUFFER_ALLOCATE("bufferAllocate", "iii"),
    GET_BUFFER_SUB_DATA("getBufferSubData", "ii>b"),
    CREATE_VERTEX_ARRAY("createVertexArray", "i"),
    DELETE_VERTEX_ARRAY("deleteVertexArray", "i"),
    BIND_VERTEX_ARRAY("bindVertexArray", "i"),
    ENABLE_VERTEX_ATTRIB_ARRAY("enableVertexAttribArray", "i"),
    VERTEX_ATTRIB_POINTER("vertexAttribPointer", "ii"),
    CREATE_SHADER("createShader", "ii"),
    DELETE_SHADER("deleteShader", "i"),
    SHADER_SOURCE("shaderSource", "is"),
    COMPILE_SHADER("compileShader", "i"),
    COMPILED("compiled", "i>i"),
    GET_SHADER_INFO_LOG("getShaderInfoLog", "i>s"),
    CREATE_PROGRAM("createProgram", "i"),
    DELETE_PROGRAM("deleteProgram", "i"),
    ATTACH_SHADER("attachShader", "ii"),
    BIND_ATTRIB_LOCATION("bindAttribLocation", "iis"),
    LINK_PROGRAM("linkProgram", "i"),
    LINKED("linked", "i>i"),
    GET_PROGRAM_INFO_LOG("getProgramInfoLog", "i>s"),
    USE_PROGRAM("useProgram", "i"),
    GET_UNIFORM_LOCATION("getUniformLocation", "iis"),
    UNIFORM_1IV("uniform1iv", "iI"),
    UNIFORM_1FV("uniform1fv", "iF"),
    UNIFORM_2FV("uniform2fv", "iF"),
    UNIFORM_3FV("uniform3fv", "iF"),
    UNIFORM_4FV("uniform4fv", "iF"),
    UNIFORM_MATRIX_4FV("uniformMatrix4fv", "iF"),
    DRAW_ARRAYS("drawArrays", "iii"),
    FENCE_SYNC("fenceSync", "i"),
    CLIENT_WAIT_SYNC("clientWaitSync", "i>i"),
    DELETE_SYNC("deleteSync", "i"),
    CREATE_QUERY("createQuery", "i"),
    DELETE_QUERY("deleteQuery", "i"),
    BEGIN_TIME_QUERY("beginTimeQuery", "i"),
    END_TIME_QUERY("endTimeQuery", ""),
    QUERY_AVAILABLE("queryAvailable", "i>i"),
    QUERY_NANOSECONDS("queryNanoseconds", "i>d"),
    FLUSH("flush", ""),
    FINISH("finish", ">i"),
    LOSE_CONTEXT("loseContext", ""),
    BLEND_EQUATION("blendEquation", "i");

    private static final Opcode[] TABLE = values();

    private final String wireName;
    private final String signature;

    Opcode(String wireName, String signature) {
        this.wireName = wireName;
        this.signature = signature;
    }

    /** On the wire. */
    @SuppressWarnings("EnumOrdinal") // The order of the table is the number, and the handshake compares the tables.
    int number() {
        return ordinal();
    }

    /** The opcode with the number; null if there is none. */
    static @Nullable Opcode byNumber(int number) {
        return number >= 0 && number < TABLE.length ? TABLE[number] : null;
    }

    String wireName() {
        return wireName;
    }

    String signature() {
        return signature;
    }

    boolean hasResult() {
        return signature.indexOf('>') >= 0;
    }
}

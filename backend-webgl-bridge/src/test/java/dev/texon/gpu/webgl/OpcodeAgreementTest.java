package dev.texon.gpu.webgl;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.texon.gpu.webgl.recording.RecordingPage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every opcode is encoded by Java with distinct arguments, decoded by the page, and seen by a context that records. */
final class OpcodeAgreementTest {
    private static final int FLOAT = 0x1406;
    private static final int BYTE = 0x1401;

    private final Map<Opcode, Expectation> expectations = new EnumMap<>(Opcode.class);
    private final ObjectMapper json = new ObjectMapper();

    /** What to call, and the calls that the context must see, as JSON with single quotes. */
    private record Expectation(Runnable call, String calls) {}

    @Test
    void everyOpcodeArrivesAsItWasSent() throws Exception {
        Path executable = TestBrowser.require();
        List<String> flags = WebGlAdapter.WEBGL2_SWIFTSHADER.flags();
        try (WebGl gl = new WebGl(Bridge.open(executable, flags, RecordingPage.class, null), 2, flags, false)) {
            String opened = gl.getProgramInfoLog(0);
            assertTrue(opened.contains("[\"pixelStorei\",37440,false]"), opened);
            assertTrue(
                    gl.extensions().contains("EXT_disjoint_timer_query_webgl2"),
                    gl.extensions().toString());
            expect(gl);
            assertEquals(
                    EnumSet.complementOf(EnumSet.of(Opcode.CREATE_CONTEXT)),
                    expectations.keySet(),
                    "every opcode is tried");
            List<Executable> checks = new ArrayList<>();
            for (Map.Entry<Opcode, Expectation> entry : expectations.entrySet()) {
                entry.getValue().call().run();
                String seen = gl.getProgramInfoLog(0);
                String expected = entry.getValue().calls().replace('\'', '"');
                checks.add(() -> assertEquals(
                        json.readTree(expected),
                        json.readTree(seen),
                        entry.getKey().wireName()));
            }
            assertAll(checks);
        }
    }

    private void on(Opcode opcode, Runnable call, String calls) {
        expectations.put(opcode, new Expectation(call, calls));
    }

    private void expect(WebGl gl) {
        expectState(gl);
        expectTextures(gl);
        expectTransfers(gl);
        expectShaders(gl);
        expectUniforms(gl);
        expectTimes(gl);
    }

    private void expectState(WebGl gl) {
        on(Opcode.GET_STRING, () -> assertEquals("4711", gl.getString(7936)), "[['getParameter',7936]]");
        on(Opcode.GET_INTEGER, () -> assertEquals(4711, gl.getInteger(3379)), "[['getParameter',3379]]");
        on(Opcode.GET_ERROR, () -> assertEquals(1280, gl.getError()), "[['getError']]");
        on(Opcode.ENABLE, () -> gl.enable(3042), "[['enable',3042]]");
        on(Opcode.DISABLE, () -> gl.disable(3024), "[['disable',3024]]");
        on(Opcode.VIEWPORT, () -> gl.viewport(-1, 2, 3, 4), "[['viewport',-1,2,3,4]]");
        on(Opcode.COLOR_MASK, () -> gl.colorMask(true, false, false, true), "[['colorMask',true,false,false,true]]");
        on(Opcode.BLEND_FUNC, () -> gl.blendFunc(1, 771), "[['blendFunc',1,771]]");
        on(Opcode.BLEND_EQUATION, () -> gl.blendEquation(32775), "[['blendEquation',32775]]");
        on(Opcode.CLEAR_COLOR, () -> gl.clearColor(0.5f, -1.25f, 3f, 65504f), "[['clearColor',0.5,-1.25,3,65504]]");
        on(Opcode.CLEAR, () -> gl.clear(16384), "[['clear',16384]]");
        on(Opcode.PIXEL_STOREI, () -> gl.pixelStorei(3317, 1), "[['pixelStorei',3317,1]]");
        on(Opcode.DRAW_BUFFERS, () -> gl.drawBuffers(3), "[['drawBuffers',[36064,36065,36066]]]");
        on(Opcode.DRAW_ARRAYS, () -> gl.drawArrays(5, 6, 7), "[['drawArrays',5,6,7]]");
        on(Opcode.FLUSH, gl::flush, "[['flush']]");
        on(
                Opcode.FINISH,
                gl::finish,
                "[['getParameter',36006],['bindFramebuffer',36160,null],"
                        + "['readPixels',0,0,1,1,6408,5121,['Uint8Array',0,0,0,0]],['bindFramebuffer',36160,4711]]");
        on(Opcode.LOSE_CONTEXT, gl::loseContext, "[['loseContext'],['getError']]");
    }

    private void expectTextures(WebGl gl) {
        int[] name = new int[2];
        on(Opcode.CREATE_TEXTURE, () -> name[0] = gl.createTexture(), "[['createTexture']]");
        on(Opcode.DELETE_TEXTURE, () -> gl.deleteTexture(99), "[['deleteTexture',null]]");
        on(Opcode.ACTIVE_TEXTURE, () -> gl.activeTexture(33986), "[['activeTexture',33986]]");
        on(Opcode.BIND_TEXTURE, () -> gl.bindTexture(3553, name[0]), "[['bindTexture',3553,'createTexture#1']]");
        on(Opcode.TEX_PARAMETERI, () -> gl.texParameteri(1, 2, 3), "[['texParameteri',1,2,3]]");
        on(Opcode.TEX_IMAGE_2D, () -> gl.texImage2D(1, 2, 3, 4, 5, 6, 7), "[['texImage2D',1,2,3,4,5,0,6,7,null]]");
        on(
                Opcode.TEX_SUB_IMAGE_2D,
                () -> gl.texSubImage2D(1, 2, 3, 4, 5, 6, 7, FLOAT, floats(1.5f, -2f)),
                "[['texSubImage2D',1,2,3,4,5,6,7,5126,['Float32Array',1.5,-2]]]");
        on(Opcode.GENERATE_MIPMAP, () -> gl.generateMipmap(3553), "[['generateMipmap',3553]]");
        on(Opcode.CREATE_FRAMEBUFFER, () -> name[1] = gl.createFramebuffer(), "[['createFramebuffer']]");
        on(Opcode.DELETE_FRAMEBUFFER, () -> gl.deleteFramebuffer(99), "[['deleteFramebuffer',null]]");
        on(
                Opcode.BIND_FRAMEBUFFER,
                () -> gl.bindFramebuffer(36160, name[1]),
                "[['bindFramebuffer',36160,'createFramebuffer#2']]");
        on(
                Opcode.FRAMEBUFFER_TEXTURE_2D,
                () -> gl.framebufferTexture2D(1, 2, 3, name[0], 4),
                "[['framebufferTexture2D',1,2,3,'createTexture#1',4]]");
        on(
                Opcode.CHECK_FRAMEBUFFER_STATUS,
                () -> assertEquals(36053, gl.checkFramebufferStatus(36160)),
                "[['checkFramebufferStatus',36160]]");
    }

    private void expectTransfers(WebGl gl) {
        int[] name = new int[2];
        ByteBuffer into = direct(8);
        on(
                Opcode.READ_PIXELS,
                () -> {
                    gl.readPixels(1, 2, 3, 4, 5, BYTE, into);
                    assertEquals(0x0707070707070707L, into.getLong(0));
                    assertEquals(1280, gl.getError(), "came with the bytes");
                    assertEquals(1280, gl.getError(), "is asked for");
                },
                "[['readPixels',1,2,3,4,5,5121,['Uint8Array',0,0,0,0,0,0,0,0]],['getError'],['getError']]");
        on(
                Opcode.READ_PIXELS_TO_BUFFER,
                () -> gl.readPixelsToBuffer(1, 2, 3, 4, 5, 6),
                "[['readPixels',1,2,3,4,5,6,0]]");
        on(Opcode.CREATE_BUFFER, () -> name[0] = gl.createBuffer(), "[['createBuffer']]");
        on(Opcode.DELETE_BUFFER, () -> gl.deleteBuffer(99), "[['deleteBuffer',null]]");
        on(Opcode.BIND_BUFFER, () -> gl.bindBuffer(34962, name[0]), "[['bindBuffer',34962,'createBuffer#3']]");
        on(
                Opcode.BUFFER_DATA,
                () -> gl.bufferData(
                        34962,
                        direct(3).put((byte) 5).put((byte) 6).put((byte) 255).flip(),
                        35044),
                "[['bufferData',34962,['Uint8Array',5,6,255],35044]]");
        on(Opcode.BUFFER_ALLOCATE, () -> gl.bufferData(1, 2, 3), "[['bufferData',1,2,3]]");
        on(
                Opcode.GET_BUFFER_SUB_DATA,
                () -> {
                    gl.getBufferSubData(35051, into);
                    assertEquals(0x0909090909090909L, into.getLong(0));
                    assertEquals(1280, gl.getError());
                },
                "[['getBufferSubData',35051,0,['Uint8Array',0,0,0,0,0,0,0,0]],['getError']]");
        on(Opcode.CREATE_VERTEX_ARRAY, () -> name[1] = gl.createVertexArray(), "[['createVertexArray']]");
        on(Opcode.DELETE_VERTEX_ARRAY, () -> gl.deleteVertexArray(99), "[['deleteVertexArray',null]]");
        on(Opcode.BIND_VERTEX_ARRAY, () -> gl.bindVertexArray(name[1]), "[['bindVertexArray','createVertexArray#4']]");
        on(Opcode.ENABLE_VERTEX_ATTRIB_ARRAY, () -> gl.enableVertexAttribArray(3), "[['enableVertexAttribArray',3]]");
        on(
                Opcode.VERTEX_ATTRIB_POINTER,
                () -> gl.vertexAttribPointer(3, 2),
                "[['vertexAttribPointer',3,2,5126,false,0,0]]");
    }

    private void expectShaders(WebGl gl) {
        int[] name = new int[2];
        on(Opcode.CREATE_SHADER, () -> name[0] = gl.createShader(35632), "[['createShader',35632]]");
        on(Opcode.DELETE_SHADER, () -> gl.deleteShader(99), "[['deleteShader',null]]");
        on(
                Opcode.SHADER_SOURCE,
                () -> gl.shaderSource(name[0], "// \u00fc\nvoid main() {}"),
                "[['shaderSource','createShader#5','// \u00fc\\nvoid main() {}']]");
        on(Opcode.COMPILE_SHADER, () -> gl.compileShader(name[0]), "[['compileShader','createShader#5']]");
        on(Opcode.COMPILED, () -> assertTrue(gl.compiled(name[0])), "[['getShaderParameter','createShader#5',35713]]");
        on(
                Opcode.GET_SHADER_INFO_LOG,
                () -> assertEquals("a log, \u00fcn\u00efcode", gl.getShaderInfoLog(name[0])),
                "[['getShaderInfoLog','createShader#5']]");
        on(Opcode.CREATE_PROGRAM, () -> name[1] = gl.createProgram(), "[['createProgram']]");
        on(Opcode.DELETE_PROGRAM, () -> gl.deleteProgram(99), "[['deleteProgram',null]]");
        on(
                Opcode.ATTACH_SHADER,
                () -> gl.attachShader(name[1], name[0]),
                "[['attachShader','createProgram#6','createShader#5']]");
        on(
                Opcode.BIND_ATTRIB_LOCATION,
                () -> gl.bindAttribLocation(name[1], 7, "corner"),
                "[['bindAttribLocation','createProgram#6',7,'corner']]");
        on(Opcode.LINK_PROGRAM, () -> gl.linkProgram(name[1]), "[['linkProgram','createProgram#6']]");
        on(Opcode.LINKED, () -> assertTrue(gl.linked(name[1])), "[['getProgramParameter','createProgram#6',35714]]");
        on(
                Opcode.GET_PROGRAM_INFO_LOG,
                () -> assertEquals("another log", gl.getProgramInfoLog(name[1])),
                "[['getProgramInfoLog','createProgram#6']]");
        on(Opcode.USE_PROGRAM, () -> gl.useProgram(name[1]), "[['useProgram','createProgram#6']]");
        on(
                Opcode.GET_UNIFORM_LOCATION,
                () -> uniform = gl.getUniformLocation(name[1], "weights[0]"),
                "[['getUniformLocation','createProgram#6','weights[0]']]");
    }

    private int uniform;

    private void expectUniforms(WebGl gl) {
        String location = "'getUniformLocation#7'";
        on(
                Opcode.UNIFORM_1IV,
                () -> gl.uniform1iv(uniform, new int[] {-5, 6, Integer.MAX_VALUE}),
                "[['uniform1iv'," + location + ",['Int32Array',-5,6,2147483647]]]");
        on(
                Opcode.UNIFORM_1FV,
                () -> gl.uniform1fv(uniform, new float[] {0.25f}),
                "[['uniform1fv'," + location + ",['Float32Array',0.25]]]");
        on(
                Opcode.UNIFORM_2FV,
                () -> gl.uniform2fv(uniform, new float[] {1, 2}),
                "[['uniform2fv'," + location + ",['Float32Array',1,2]]]");
        on(
                Opcode.UNIFORM_3FV,
                () -> gl.uniform3fv(uniform, new float[] {1, 2, 3}),
                "[['uniform3fv'," + location + ",['Float32Array',1,2,3]]]");
        on(
                Opcode.UNIFORM_4FV,
                () -> gl.uniform4fv(uniform, new float[] {1, 2, 3, 4}),
                "[['uniform4fv'," + location + ",['Float32Array',1,2,3,4]]]");
        on(
                Opcode.UNIFORM_MATRIX_4FV,
                () -> gl.uniformMatrix4fv(uniform, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}),
                "[['uniformMatrix4fv'," + location + ",false,"
                        + "['Float32Array',1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]]]");
    }

    private void expectTimes(WebGl gl) {
        long[] name = new long[2];
        on(Opcode.FENCE_SYNC, () -> name[0] = gl.fenceSync(), "[['fenceSync',37143,0],['flush']]");
        on(
                Opcode.CLIENT_WAIT_SYNC,
                () -> assertTrue(gl.clientWaitSync(name[0], 0)),
                "[['clientWaitSync','fenceSync#8',0,0]]");
        on(Opcode.DELETE_SYNC, () -> gl.deleteSync(name[0]), "[['deleteSync','fenceSync#8']]");
        on(Opcode.CREATE_QUERY, () -> name[1] = gl.createQuery(), "[['createQuery']]");
        on(Opcode.DELETE_QUERY, () -> gl.deleteQuery(99), "[['deleteQuery',null]]");
        on(Opcode.BEGIN_TIME_QUERY, () -> gl.beginTimeQuery((int) name[1]), "[['beginQuery',35007,'createQuery#9']]");
        on(Opcode.END_TIME_QUERY, gl::endTimeQuery, "[['endQuery',35007]]");
        on(
                Opcode.QUERY_AVAILABLE,
                () -> assertTrue(gl.queryAvailable((int) name[1])),
                "[['getQueryParameter','createQuery#9',34919]]");
        on(
                Opcode.QUERY_NANOSECONDS,
                () -> assertEquals(123456789012L, gl.queryNanoseconds((int) name[1])),
                "[['getQueryParameter','createQuery#9',34918]]");
    }

    private static ByteBuffer floats(float... values) {
        ByteBuffer buffer = direct(4 * values.length);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.flip();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}

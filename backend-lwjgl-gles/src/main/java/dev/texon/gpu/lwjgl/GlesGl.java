package dev.texon.gpu.lwjgl;

import static org.lwjgl.opengles.GLES20.*;

import dev.texon.gpu.gl.Gl;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lwjgl.opengles.EXTDisjointTimerQuery;
import org.lwjgl.opengles.EXTRobustness;
import org.lwjgl.opengles.GLES;
import org.lwjgl.opengles.GLES32;
import org.lwjgl.opengles.GLESCapabilities;
import org.lwjgl.opengles.KHRRobustness;

/** What OpenGL ES 2.0 and 3.x share. Each method is the function of its name. */
abstract sealed class GlesGl implements Gl permits Gles2Gl, Gles3Gl {
    private final EglContext context;
    private final Set<String> extensions;
    private final Resets resets;

    /** Where a context has the question whether it was reset. */
    private enum Resets {
        NONE,
        CORE,
        KHR,
        EXT;

        static Resets of(GLESCapabilities capabilities) {
            if (capabilities.GLES32) {
                return CORE;
            }
            return capabilities.GL_KHR_robustness ? KHR : capabilities.GL_EXT_robustness ? EXT : NONE;
        }
    }

    GlesGl(EglContext context) {
        this.context = context;
        extensions = Set.copyOf(List.of(getString(GL_EXTENSIONS).trim().split(" +")));
        resets = Resets.of(GLES.getCapabilities());
    }

    @Override
    public final long maxTextureBytes() {
        return Angle.maxTextureBytes();
    }

    /** Makes this context current; every method begins so. */
    final void use() {
        context.use();
    }

    @Override
    public final Set<String> extensions() {
        return extensions;
    }

    @Override
    public final String getString(int name) {
        use();
        @Nullable String text = glGetString(name);
        return text == null ? "" : text;
    }

    @Override
    public final int getInteger(int name) {
        use();
        return glGetInteger(name);
    }

    @Override
    public final int getError() {
        use();
        return glGetError();
    }

    @Override
    public final int getGraphicsResetStatus() {
        use();
        return switch (resets) {
            case NONE -> GL_NO_ERROR;
            case CORE -> GLES32.glGetGraphicsResetStatus();
            case KHR -> KHRRobustness.glGetGraphicsResetStatusKHR();
            case EXT -> EXTRobustness.glGetGraphicsResetStatusEXT();
        };
    }

    @Override
    public final void enable(int capability) {
        use();
        glEnable(capability);
    }

    @Override
    public final void disable(int capability) {
        use();
        glDisable(capability);
    }

    @Override
    public final void viewport(int x, int y, int width, int height) {
        use();
        glViewport(x, y, width, height);
    }

    @Override
    public final void colorMask(boolean red, boolean green, boolean blue, boolean alpha) {
        use();
        glColorMask(red, green, blue, alpha);
    }

    @Override
    public final void blendFunc(int source, int destination) {
        use();
        glBlendFunc(source, destination);
    }

    @Override
    public final void blendEquation(int mode) {
        use();
        glBlendEquation(mode);
    }

    @Override
    public final void clearColor(float red, float green, float blue, float alpha) {
        use();
        glClearColor(red, green, blue, alpha);
    }

    @Override
    public final void clear(int mask) {
        use();
        glClear(mask);
    }

    @Override
    public final void pixelStorei(int name, int value) {
        use();
        glPixelStorei(name, value);
    }

    @Override
    public final int createTexture() {
        use();
        return glGenTextures();
    }

    @Override
    public final void deleteTexture(int texture) {
        use();
        glDeleteTextures(texture);
    }

    @Override
    public final void activeTexture(int unit) {
        use();
        glActiveTexture(unit);
    }

    @Override
    public final void bindTexture(int target, int texture) {
        use();
        glBindTexture(target, texture);
    }

    @Override
    public final void texParameteri(int target, int name, int value) {
        use();
        glTexParameteri(target, name, value);
    }

    @Override
    public final void texImage2D(
            int target, int level, int internalFormat, int width, int height, int format, int type) {
        use();
        glTexImage2D(target, level, internalFormat, width, height, 0, format, type, 0L);
    }

    @Override
    public final void texSubImage2D(
            int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
        use();
        glTexSubImage2D(target, level, x, y, width, height, format, type, data);
    }

    @Override
    public final void generateMipmap(int target) {
        use();
        glGenerateMipmap(target);
    }

    @Override
    public final int createFramebuffer() {
        use();
        return glGenFramebuffers();
    }

    @Override
    public final void deleteFramebuffer(int framebuffer) {
        use();
        glDeleteFramebuffers(framebuffer);
    }

    @Override
    public final void bindFramebuffer(int target, int framebuffer) {
        use();
        glBindFramebuffer(target, framebuffer);
    }

    @Override
    public final void framebufferTexture2D(int target, int attachment, int textureTarget, int texture, int level) {
        use();
        glFramebufferTexture2D(target, attachment, textureTarget, texture, level);
    }

    @Override
    public final int checkFramebufferStatus(int target) {
        use();
        return glCheckFramebufferStatus(target);
    }

    @Override
    public final void readPixels(int x, int y, int width, int height, int format, int type, ByteBuffer into) {
        use();
        glReadPixels(x, y, width, height, format, type, into);
    }

    @Override
    public final int createBuffer() {
        use();
        return glGenBuffers();
    }

    @Override
    public final void deleteBuffer(int buffer) {
        use();
        glDeleteBuffers(buffer);
    }

    @Override
    public final void bindBuffer(int target, int buffer) {
        use();
        glBindBuffer(target, buffer);
    }

    @Override
    public final void bufferData(int target, ByteBuffer data, int usage) {
        use();
        glBufferData(target, data, usage);
    }

    @Override
    public final void bufferData(int target, int bytes, int usage) {
        use();
        glBufferData(target, (long) bytes, usage);
    }

    @Override
    public final void enableVertexAttribArray(int index) {
        use();
        glEnableVertexAttribArray(index);
    }

    @Override
    public final void vertexAttribPointer(int index, int size) {
        use();
        glVertexAttribPointer(index, size, GL_FLOAT, false, 0, 0L);
    }

    @Override
    public final int createShader(int type) {
        use();
        return glCreateShader(type);
    }

    @Override
    public final void deleteShader(int shader) {
        use();
        glDeleteShader(shader);
    }

    @Override
    public final void shaderSource(int shader, String source) {
        use();
        glShaderSource(shader, source);
    }

    @Override
    public final void compileShader(int shader) {
        use();
        glCompileShader(shader);
    }

    @Override
    public final boolean compiled(int shader) {
        use();
        return glGetShaderi(shader, GL_COMPILE_STATUS) != 0;
    }

    @Override
    public final String getShaderInfoLog(int shader) {
        use();
        return glGetShaderInfoLog(shader);
    }

    @Override
    public final int createProgram() {
        use();
        return glCreateProgram();
    }

    @Override
    public final void deleteProgram(int program) {
        use();
        glDeleteProgram(program);
    }

    @Override
    public final void attachShader(int program, int shader) {
        use();
        glAttachShader(program, shader);
    }

    @Override
    public final void bindAttribLocation(int program, int index, String name) {
        use();
        glBindAttribLocation(program, index, name);
    }

    @Override
    public final void linkProgram(int program) {
        use();
        glLinkProgram(program);
    }

    @Override
    public final boolean linked(int program) {
        use();
        return glGetProgrami(program, GL_LINK_STATUS) != 0;
    }

    @Override
    public final String getProgramInfoLog(int program) {
        use();
        return glGetProgramInfoLog(program);
    }

    @Override
    public final void useProgram(int program) {
        use();
        glUseProgram(program);
    }

    @Override
    public final int getUniformLocation(int program, String name) {
        use();
        return glGetUniformLocation(program, name);
    }

    @Override
    public final void uniform1iv(int location, int[] values) {
        use();
        glUniform1iv(location, values);
    }

    @Override
    public final void uniform1fv(int location, float[] values) {
        use();
        glUniform1fv(location, values);
    }

    @Override
    public final void uniform2fv(int location, float[] values) {
        use();
        glUniform2fv(location, values);
    }

    @Override
    public final void uniform3fv(int location, float[] values) {
        use();
        glUniform3fv(location, values);
    }

    @Override
    public final void uniform4fv(int location, float[] values) {
        use();
        glUniform4fv(location, values);
    }

    @Override
    public final void uniformMatrix4fv(int location, float[] values) {
        use();
        glUniformMatrix4fv(location, false, values);
    }

    @Override
    public final void drawArrays(int mode, int first, int count) {
        use();
        glDrawArrays(mode, first, count);
    }

    @Override
    public final int timeQueryBits() {
        use();
        return EXTDisjointTimerQuery.glGetQueryiEXT(
                EXTDisjointTimerQuery.GL_TIME_ELAPSED_EXT, EXTDisjointTimerQuery.GL_QUERY_COUNTER_BITS_EXT);
    }

    @Override
    public final int createQuery() {
        use();
        return EXTDisjointTimerQuery.glGenQueriesEXT();
    }

    @Override
    public final void deleteQuery(int query) {
        use();
        EXTDisjointTimerQuery.glDeleteQueriesEXT(query);
    }

    @Override
    public final void beginTimeQuery(int query) {
        use();
        EXTDisjointTimerQuery.glBeginQueryEXT(EXTDisjointTimerQuery.GL_TIME_ELAPSED_EXT, query);
    }

    @Override
    public final void endTimeQuery() {
        use();
        EXTDisjointTimerQuery.glEndQueryEXT(EXTDisjointTimerQuery.GL_TIME_ELAPSED_EXT);
    }

    @Override
    public final boolean queryAvailable(int query) {
        use();
        return EXTDisjointTimerQuery.glGetQueryObjectuiEXT(query, EXTDisjointTimerQuery.GL_QUERY_RESULT_AVAILABLE_EXT)
                != 0;
    }

    @Override
    public final long queryNanoseconds(int query) {
        use();
        long time = EXTDisjointTimerQuery.glGetQueryObjectui64EXT(query, EXTDisjointTimerQuery.GL_QUERY_RESULT_EXT);
        return glGetInteger(EXTDisjointTimerQuery.GL_GPU_DISJOINT_EXT) == 0 ? time : -1;
    }

    @Override
    public final void flush() {
        use();
        glFlush();
    }

    @Override
    public final void finish() {
        use();
        glFinish();
    }

    @Override
    public final void close() {
        context.close();
    }
}

package dev.texon.gpu.jogl;

import com.jogamp.nativewindow.AbstractGraphicsDevice;
import com.jogamp.opengl.GL;
import com.jogamp.opengl.GL2ES2;
import com.jogamp.opengl.GL2ES3;
import com.jogamp.opengl.GL3;
import com.jogamp.opengl.GL3ES3;
import com.jogamp.opengl.GLCapabilities;
import com.jogamp.opengl.GLContext;
import com.jogamp.opengl.GLDrawable;
import com.jogamp.opengl.GLDrawableFactory;
import com.jogamp.opengl.GLException;
import com.jogamp.opengl.GLProfile;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlApi;
import dev.texon.gpu.gl.ThreadContext;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** One context of desktop OpenGL, core profile. Each method is the function of its name. */
final class JoglGl implements Gl {
    private static final String DISABLE_OPENGL_ES = "jogl.disable.opengles";

    /** A context and the drawable that JOGL wants with it. */
    private static final class JoglContext extends ThreadContext {
        private final GLDrawable drawable;
        private final GLContext context;

        JoglContext(GLDrawable drawable, GLContext context) {
            this.drawable = drawable;
            this.context = context;
        }

        @Override
        protected void makeCurrent() {
            boolean current;
            try {
                current = context.makeCurrent() != GLContext.CONTEXT_NOT_CURRENT;
            } catch (GLException e) {
                throw new GpuDeviceLostException(
                        "JOGL cannot make its context current (" + e.getMessage() + "); open the device anew.", e);
            }
            if (!current) {
                throw new GpuDeviceLostException("JOGL cannot make its context current; open the device anew.");
            }
        }

        @Override
        protected void release() {
            try {
                if (context.isCurrent()) {
                    context.release();
                }
            } catch (GLException e) {
                // The display is gone, and the context with it.
            }
        }

        void close() {
            leave();
            try {
                context.destroy();
                drawable.setRealized(false);
            } catch (GLException e) {
                // The display is gone, and the context with it: nothing is left to free.
            }
        }
    }

    private final JoglContext context;
    private final GL3 functions;
    private final Set<String> extensions;
    private final int[] intResult = new int[1];
    private final long[] longResult = new long[1];
    private final boolean tellsResets;
    private boolean closed;

    private JoglGl(JoglContext context) {
        this.context = context;
        functions = context.context.getGL().getGL3();
        Set<String> names = new HashSet<>();
        int count = getInteger(GL2ES3.GL_NUM_EXTENSIONS);
        for (int i = 0; i < count; i++) {
            names.add(functions.glGetStringi(GL.GL_EXTENSIONS, i));
        }
        extensions = Set.copyOf(names);
        tellsResets = functions.isFunctionAvailable("glGetGraphicsResetStatus");
    }

    /** Starts JOGL, which takes about a second the first time. */
    static boolean available() {
        // JOGL would also try OpenGL ES over EGL and print a stack trace where it fails.
        if (System.getProperty(DISABLE_OPENGL_ES) == null) {
            System.setProperty(DISABLE_OPENGL_ES, "true");
        }
        return GLProfile.isAvailable(GLProfile.GL3);
    }

    static JoglGl open() {
        JoglContext made = null;
        try {
            GLProfile profile = GLProfile.get(GLProfile.GL3);
            GLDrawableFactory factory = GLDrawableFactory.getFactory(profile);
            AbstractGraphicsDevice device = factory.getDefaultDevice();
            GLCapabilities capabilities = new GLCapabilities(profile);
            capabilities.setOnscreen(false);
            // macOS has no pbuffers of a core profile; a framebuffer object does as well. From JOGL's documentation,
            // not tried.
            boolean mac = System.getProperty("os.name", "").startsWith("Mac");
            capabilities.setPBuffer(!mac);
            capabilities.setFBO(mac);
            capabilities.setDoubleBuffered(false);
            capabilities.setDepthBits(0);
            GLDrawable drawable = factory.createOffscreenDrawable(device, capabilities, null, 1, 1);
            drawable.setRealized(true);
            GLContext context = drawable.createContext(null);
            made = new JoglContext(drawable, context);
            made.use();
            int version = 10 * context.getGLVersionNumber().getMajor()
                    + context.getGLVersionNumber().getMinor();
            if (version < 33 || !context.isGLCoreProfile()) {
                throw new GLException("OpenGL 3.3 core is needed, but this is " + context.getGLVersion());
            }
            return new JoglGl(made);
        } catch (GLException | GpuDeviceLostException e) {
            if (made != null) {
                made.close();
            }
            throw new GpuUnavailableException(
                    "The backend jogl cannot open a context of desktop OpenGL: " + e.getMessage()
                            + "; update the graphics driver, or choose another backend.",
                    e);
        }
    }

    /** The functions, with this context current; several may be open in one thread. */
    private GL3 gl() {
        context.use();
        return functions;
    }

    @Override
    public GlApi api() {
        return GlApi.GL;
    }

    @Override
    public Set<String> extensions() {
        return extensions;
    }

    @Override
    public String getString(int name) {
        String text = gl().glGetString(name);
        return text == null ? "" : text;
    }

    @Override
    public int getInteger(int name) {
        gl().glGetIntegerv(name, intResult, 0);
        return intResult[0];
    }

    @Override
    public int getError() {
        return gl().glGetError();
    }

    /** JOGL cannot ask GLX or WGL for a context that is told of resets; a driver may tell all the same. */
    @Override
    public int getGraphicsResetStatus() {
        return tellsResets ? gl().glGetGraphicsResetStatus() : 0;
    }

    @Override
    public void enable(int capability) {
        gl().glEnable(capability);
    }

    @Override
    public void disable(int capability) {
        gl().glDisable(capability);
    }

    @Override
    public void viewport(int x, int y, int width, int height) {
        gl().glViewport(x, y, width, height);
    }

    @Override
    public void colorMask(boolean red, boolean green, boolean blue, boolean alpha) {
        gl().glColorMask(red, green, blue, alpha);
    }

    @Override
    public void blendFunc(int source, int destination) {
        gl().glBlendFunc(source, destination);
    }

    @Override
    public void blendEquation(int mode) {
        gl().glBlendEquation(mode);
    }

    @Override
    public void clearColor(float red, float green, float blue, float alpha) {
        gl().glClearColor(red, green, blue, alpha);
    }

    @Override
    public void clear(int mask) {
        gl().glClear(mask);
    }

    @Override
    public void pixelStorei(int name, int value) {
        gl().glPixelStorei(name, value);
    }

    @Override
    public int createTexture() {
        gl().glGenTextures(1, intResult, 0);
        return intResult[0];
    }

    @Override
    public void deleteTexture(int texture) {
        gl().glDeleteTextures(1, only(texture), 0);
    }

    @Override
    public void activeTexture(int unit) {
        gl().glActiveTexture(unit);
    }

    @Override
    public void bindTexture(int target, int texture) {
        gl().glBindTexture(target, texture);
    }

    @Override
    public void texParameteri(int target, int name, int value) {
        gl().glTexParameteri(target, name, value);
    }

    @Override
    public void texImage2D(int target, int level, int internalFormat, int width, int height, int format, int type) {
        gl().glTexImage2D(target, level, internalFormat, width, height, 0, format, type, (Buffer) null);
    }

    @Override
    public void texSubImage2D(
            int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
        gl().glTexSubImage2D(target, level, x, y, width, height, format, type, data);
    }

    @Override
    public void generateMipmap(int target) {
        gl().glGenerateMipmap(target);
    }

    @Override
    public int createFramebuffer() {
        gl().glGenFramebuffers(1, intResult, 0);
        return intResult[0];
    }

    @Override
    public void deleteFramebuffer(int framebuffer) {
        gl().glDeleteFramebuffers(1, only(framebuffer), 0);
    }

    @Override
    public void bindFramebuffer(int target, int framebuffer) {
        gl().glBindFramebuffer(target, framebuffer);
    }

    @Override
    public void framebufferTexture2D(int target, int attachment, int textureTarget, int texture, int level) {
        gl().glFramebufferTexture2D(target, attachment, textureTarget, texture, level);
    }

    @Override
    public int checkFramebufferStatus(int target) {
        return gl().glCheckFramebufferStatus(target);
    }

    @Override
    public void drawBuffers(int count) {
        int[] attachments =
                IntStream.range(0, count).map(i -> GL.GL_COLOR_ATTACHMENT0 + i).toArray();
        gl().glDrawBuffers(count, attachments, 0);
    }

    @Override
    public void readPixels(int x, int y, int width, int height, int format, int type, ByteBuffer into) {
        gl().glReadPixels(x, y, width, height, format, type, into);
    }

    @Override
    public void readPixelsToBuffer(int x, int y, int width, int height, int format, int type) {
        gl().glReadPixels(x, y, width, height, format, type, 0L);
    }

    @Override
    public int createBuffer() {
        gl().glGenBuffers(1, intResult, 0);
        return intResult[0];
    }

    @Override
    public void deleteBuffer(int buffer) {
        gl().glDeleteBuffers(1, only(buffer), 0);
    }

    @Override
    public void bindBuffer(int target, int buffer) {
        gl().glBindBuffer(target, buffer);
    }

    @Override
    public void bufferData(int target, ByteBuffer data, int usage) {
        gl().glBufferData(target, data.remaining(), data, usage);
    }

    @Override
    public void bufferData(int target, int bytes, int usage) {
        gl().glBufferData(target, bytes, null, usage);
    }

    @Override
    public void getBufferSubData(int target, ByteBuffer into) {
        gl().glGetBufferSubData(target, 0, into.remaining(), into);
    }

    @Override
    public int createVertexArray() {
        gl().glGenVertexArrays(1, intResult, 0);
        return intResult[0];
    }

    @Override
    public void deleteVertexArray(int array) {
        gl().glDeleteVertexArrays(1, only(array), 0);
    }

    @Override
    public void bindVertexArray(int array) {
        gl().glBindVertexArray(array);
    }

    @Override
    public void enableVertexAttribArray(int index) {
        gl().glEnableVertexAttribArray(index);
    }

    @Override
    public void vertexAttribPointer(int index, int size) {
        gl().glVertexAttribPointer(index, size, GL.GL_FLOAT, false, 0, 0L);
    }

    @Override
    public int createShader(int type) {
        return gl().glCreateShader(type);
    }

    @Override
    public void deleteShader(int shader) {
        gl().glDeleteShader(shader);
    }

    @Override
    public void shaderSource(int shader, String source) {
        gl().glShaderSource(shader, 1, new String[] {source}, null);
    }

    @Override
    public void compileShader(int shader) {
        gl().glCompileShader(shader);
    }

    @Override
    public boolean compiled(int shader) {
        return shaderParameter(shader, GL2ES2.GL_COMPILE_STATUS) != 0;
    }

    @Override
    public String getShaderInfoLog(int shader) {
        byte[] text = new byte[shaderParameter(shader, GL2ES2.GL_INFO_LOG_LENGTH) + 1];
        gl().glGetShaderInfoLog(shader, text.length, intResult, 0, text, 0);
        return new String(text, 0, intResult[0], StandardCharsets.UTF_8);
    }

    @Override
    public int createProgram() {
        return gl().glCreateProgram();
    }

    @Override
    public void deleteProgram(int program) {
        gl().glDeleteProgram(program);
    }

    @Override
    public void attachShader(int program, int shader) {
        gl().glAttachShader(program, shader);
    }

    @Override
    public void bindAttribLocation(int program, int index, String name) {
        gl().glBindAttribLocation(program, index, name);
    }

    @Override
    public void linkProgram(int program) {
        gl().glLinkProgram(program);
    }

    @Override
    public boolean linked(int program) {
        return programParameter(program, GL2ES2.GL_LINK_STATUS) != 0;
    }

    @Override
    public String getProgramInfoLog(int program) {
        byte[] text = new byte[programParameter(program, GL2ES2.GL_INFO_LOG_LENGTH) + 1];
        gl().glGetProgramInfoLog(program, text.length, intResult, 0, text, 0);
        return new String(text, 0, intResult[0], StandardCharsets.UTF_8);
    }

    @Override
    public void useProgram(int program) {
        gl().glUseProgram(program);
    }

    @Override
    public int getUniformLocation(int program, String name) {
        return gl().glGetUniformLocation(program, name);
    }

    @Override
    public void uniform1iv(int location, int[] values) {
        gl().glUniform1iv(location, values.length, values, 0);
    }

    @Override
    public void uniform1fv(int location, float[] values) {
        gl().glUniform1fv(location, values.length, values, 0);
    }

    @Override
    public void uniform2fv(int location, float[] values) {
        gl().glUniform2fv(location, values.length / 2, values, 0);
    }

    @Override
    public void uniform3fv(int location, float[] values) {
        gl().glUniform3fv(location, values.length / 3, values, 0);
    }

    @Override
    public void uniform4fv(int location, float[] values) {
        gl().glUniform4fv(location, values.length / 4, values, 0);
    }

    @Override
    public void uniformMatrix4fv(int location, float[] values) {
        gl().glUniformMatrix4fv(location, values.length / 16, false, values, 0);
    }

    @Override
    public void drawArrays(int mode, int first, int count) {
        gl().glDrawArrays(mode, first, count);
    }

    @Override
    public long fenceSync() {
        long sync = gl().glFenceSync(GL3ES3.GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
        gl().glFlush();
        return sync;
    }

    @Override
    public boolean clientWaitSync(long sync, long timeoutNanoseconds) {
        int reached = gl().glClientWaitSync(sync, 0, timeoutNanoseconds);
        if (reached == GL3ES3.GL_WAIT_FAILED) {
            throw new GpuException("A fence cannot be waited for (error 0x" + Integer.toHexString(getError())
                    + "); close the device and open it anew.");
        }
        return reached != GL3ES3.GL_TIMEOUT_EXPIRED;
    }

    @Override
    public void deleteSync(long sync) {
        gl().glDeleteSync(sync);
    }

    @Override
    public int timeQueryBits() {
        gl().glGetQueryiv(GL2ES2.GL_TIME_ELAPSED, GL2ES2.GL_QUERY_COUNTER_BITS, intResult, 0);
        return intResult[0];
    }

    @Override
    public int createQuery() {
        gl().glGenQueries(1, intResult, 0);
        return intResult[0];
    }

    @Override
    public void deleteQuery(int query) {
        gl().glDeleteQueries(1, only(query), 0);
    }

    @Override
    public void beginTimeQuery(int query) {
        gl().glBeginQuery(GL2ES2.GL_TIME_ELAPSED, query);
    }

    @Override
    public void endTimeQuery() {
        gl().glEndQuery(GL2ES2.GL_TIME_ELAPSED);
    }

    @Override
    public boolean queryAvailable(int query) {
        gl().glGetQueryObjectuiv(query, GL2ES2.GL_QUERY_RESULT_AVAILABLE, intResult, 0);
        return intResult[0] != 0;
    }

    @Override
    public long queryNanoseconds(int query) {
        gl().glGetQueryObjecti64v(query, GL2ES2.GL_QUERY_RESULT, longResult, 0);
        return longResult[0];
    }

    @Override
    public void flush() {
        gl().glFlush();
    }

    @Override
    public void finish() {
        gl().glFinish();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.close();
        }
    }

    private int[] only(int name) {
        intResult[0] = name;
        return intResult;
    }

    private int shaderParameter(int shader, int name) {
        gl().glGetShaderiv(shader, name, intResult, 0);
        return intResult[0];
    }

    private int programParameter(int program, int name) {
        gl().glGetProgramiv(program, name, intResult, 0);
        return intResult[0];
    }
}

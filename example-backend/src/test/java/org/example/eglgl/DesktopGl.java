package org.example.eglgl;

import static org.lwjgl.opengl.GL33C.*;

import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlApi;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lwjgl.opengl.GL33C;

/**
 * {@link Gl} by LWJGL. Its methods have the names and the arguments of OpenGL's functions, and so have LWJGL's, with {@code gl}
 * in front: most are found by their names. Those that differ stand here, group by group. (A binding that counts nanoseconds
 * writes them all out, one line each.)
 */
final class DesktopGl implements InvocationHandler {
    private static final Map<Method, Method> FUNCTIONS = new HashMap<>();

    static {
        for (Method method : Gl.class.getMethods()) {
            if (!method.isDefault()) {
                FUNCTIONS.put(method, function(method.getName(), method.getParameterTypes()));
            }
        }
    }

    private final EglContext context;

    private DesktopGl(EglContext context) {
        this.context = context;
    }

    static Gl over(EglContext context) {
        return (Gl)
                Proxy.newProxyInstance(Gl.class.getClassLoader(), new Class<?>[] {Gl.class}, new DesktopGl(context));
    }

    /** The method of this class, or else LWJGL's. */
    private static Method function(String name, Class<?>[] parameters) {
        for (Method own : DesktopGl.class.getMethods()) {
            if (own.getName().equals(name) && Arrays.equals(own.getParameterTypes(), parameters)) {
                return own;
            }
        }
        Class<?>[] types = Arrays.stream(parameters)
                .map(type -> type == String.class ? CharSequence.class : type)
                .toArray(Class<?>[]::new);
        String called = "gl" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        try {
            return GL33C.class.getMethod(called, types);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        if (!method.getName().equals("close")) {
            context.use();
        }
        try {
            return FUNCTIONS.getOrDefault(method, method).invoke(this, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    public GlApi api() {
        return GlApi.GL;
    }

    public Set<String> extensions() {
        return IntStream.range(0, glGetInteger(GL_NUM_EXTENSIONS))
                .mapToObj(n -> String.valueOf(glGetStringi(GL_EXTENSIONS, n)))
                .collect(Collectors.toUnmodifiableSet());
    }

    public void close() {
        context.close();
    }

    // Textures.

    public int createTexture() {
        return glGenTextures();
    }

    public void deleteTexture(int texture) {
        glDeleteTextures(texture);
    }

    public void texImage2D(int target, int level, int internalFormat, int width, int height, int format, int type) {
        glTexImage2D(target, level, internalFormat, width, height, 0, format, type, 0L);
    }

    // Framebuffers.

    public int createFramebuffer() {
        return glGenFramebuffers();
    }

    public void deleteFramebuffer(int framebuffer) {
        glDeleteFramebuffers(framebuffer);
    }

    public void drawBuffers(int count) {
        glDrawBuffers(
                IntStream.range(0, count).map(n -> GL_COLOR_ATTACHMENT0 + n).toArray());
    }

    // Programs.

    public boolean compiled(int shader) {
        return glGetShaderi(shader, GL_COMPILE_STATUS) != 0;
    }

    public boolean linked(int program) {
        return glGetProgrami(program, GL_LINK_STATUS) != 0;
    }

    public void uniformMatrix4fv(int location, float[] values) {
        glUniformMatrix4fv(location, false, values);
    }

    // Vertices.

    public int createBuffer() {
        return glGenBuffers();
    }

    public void deleteBuffer(int buffer) {
        glDeleteBuffers(buffer);
    }

    public void bufferData(int target, int bytes, int usage) {
        glBufferData(target, (long) bytes, usage);
    }

    public int createVertexArray() {
        return glGenVertexArrays();
    }

    public void deleteVertexArray(int array) {
        glDeleteVertexArrays(array);
    }

    public void vertexAttribPointer(int index, int size) {
        glVertexAttribPointer(index, size, GL_FLOAT, false, 0, 0L);
    }

    // Reading without waiting.

    public void readPixelsToBuffer(int x, int y, int width, int height, int format, int type) {
        glReadPixels(x, y, width, height, format, type, 0L);
    }

    public void getBufferSubData(int target, ByteBuffer into) {
        glGetBufferSubData(target, 0L, into);
    }

    public long fenceSync() {
        long sync = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
        glFlush();
        return sync;
    }

    public boolean clientWaitSync(long sync, long timeoutNanoseconds) {
        // A failed wait counts as reached: nobody may wait for it for ever, and getError tells.
        return glClientWaitSync(sync, 0, timeoutNanoseconds) != GL_TIMEOUT_EXPIRED;
    }

    // GPU time.

    public int createQuery() {
        return glGenQueries();
    }

    public void deleteQuery(int query) {
        glDeleteQueries(query);
    }

    public void beginTimeQuery(int query) {
        glBeginQuery(GL_TIME_ELAPSED, query);
    }

    public void endTimeQuery() {
        glEndQuery(GL_TIME_ELAPSED);
    }

    public boolean queryAvailable(int query) {
        return glGetQueryObjecti(query, GL_QUERY_RESULT_AVAILABLE) != 0;
    }

    public long queryNanoseconds(int query) {
        return glGetQueryObjectui64(query, GL_QUERY_RESULT);
    }
}

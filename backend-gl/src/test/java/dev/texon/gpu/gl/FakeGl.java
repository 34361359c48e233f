package dev.texon.gpu.gl;

import dev.texon.gpu.GpuException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An implementation of {@link Gl} that writes down its calls and answers as a context in good health, unless told otherwise. */
final class FakeGl implements InvocationHandler {
    private static final Object[] NONE = {};

    final Gl gl = (Gl) Proxy.newProxyInstance(FakeGl.class.getClassLoader(), new Class<?>[] {Gl.class}, this);
    /** Calls, as {@code name(arguments)}; buffers as their remaining bytes. */
    final List<String> calls = new ArrayList<>();
    /** What the next questions for an error answer. */
    final Deque<Integer> errors = new ArrayDeque<>();

    /** What the context says about resets. */
    int resetStatus;

    int timeQueryBits = 64;
    long maxTextureBytes = Long.MAX_VALUE;
    /** Whether fences are reached. */
    boolean reached = true;
    /** A function that fails, and does nothing. */
    String failing = "";

    boolean recording = true;
    boolean compiles = true;
    String log = "";
    int framebufferStatus = GlConstants.FRAMEBUFFER_COMPLETE;

    private final GlApi api;
    private final Set<String> extensions;
    /** Names to be given again, the last first, as contexts do. */
    private final Deque<Integer> freedTextures = new ArrayDeque<>();

    private final Deque<Integer> freedFramebuffers = new ArrayDeque<>();
    private int names;

    FakeGl(GlApi api, String... extensions) {
        this.api = api;
        this.extensions = Set.of(extensions);
    }

    List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Arguments of the calls of one function. */
    List<String> takeCallsOf(String function) {
        return takeCalls().stream()
                .filter(call -> call.startsWith(function + "("))
                .map(call -> call.substring(function.length()))
                .toList();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        if (method.getName().equals("getGraphicsResetStatus")) {
            return resetStatus;
        }
        if (method.getName().equals("maxTextureBytes")) {
            return maxTextureBytes;
        }
        if (method.getName().equals("timeQueryBits")) {
            return timeQueryBits;
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, given);
        }
        if (method.getDeclaringClass() == Object.class) {
            try {
                return method.invoke(this, given);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
        Object[] arguments = given == null ? NONE : given;
        if (recording) {
            calls.add(method.getName() + text(arguments));
        }
        if (method.getName().equals(failing)) {
            throw new GpuException(failing + " fails");
        }
        Object answer = answer(method, arguments);
        return method.getReturnType() == void.class ? null : answer;
    }

    private Object answer(Method method, Object[] given) {
        return switch (method.getName()) {
            case "api" -> api;
            case "extensions" -> extensions;
            case "getString" -> (int) given[0] == GlConstants.VERSION ? "3.3 (Core Profile) Fake" : "Fake " + given[0];
            case "getInteger" -> (int) given[0] == GlConstants.MAX_TEXTURE_SIZE ? 4096 : 64;
            case "getError" -> errors.isEmpty() ? 0 : errors.poll();
            case "compiled", "linked" -> compiles;
            case "getShaderInfoLog", "getProgramInfoLog" -> log;
            case "checkFramebufferStatus" -> framebufferStatus;
            case "readPixels" -> {
                count((ByteBuffer) given[6]);
                yield method;
            }
            case "getBufferSubData" -> {
                count((ByteBuffer) given[1]);
                yield method;
            }
            case "fenceSync" -> 77L;
            case "clientWaitSync" -> reached;
            case "deleteTexture", "deleteFramebuffer" -> {
                freed(method).push((Integer) given[0]);
                yield method;
            }
            case "createTexture", "createFramebuffer" ->
                freed(method).isEmpty() ? ++names : freed(method).pop();
            default -> {
                Class<?> type = method.getReturnType();
                yield type == int.class ? ++names : type == boolean.class ? true : type == long.class ? 5L : method;
            }
        };
    }

    private Deque<Integer> freed(Method method) {
        return method.getName().endsWith("Texture") ? freedTextures : freedFramebuffers;
    }

    /** Bytes 0, 1, 2… */
    private static void count(ByteBuffer into) {
        for (int i = into.position(); i < into.limit(); i++) {
            into.put(i, (byte) (i - into.position()));
        }
    }

    private static String text(Object[] given) {
        Object[] shown = given.clone();
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] instanceof ByteBuffer buffer) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().order(ByteOrder.nativeOrder()).get(bytes);
                shown[i] = bytes;
            }
        }
        String list = Arrays.deepToString(shown);
        return "(" + list.substring(1, list.length() - 1) + ")";
    }
}

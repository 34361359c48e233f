package dev.texon.gpu.gl;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOutOfMemoryException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;

/** Checks for an error after every call and names the call: slow, and meant to be. */
final class DebugGl {
    /** Calls after which no error is asked for: they answer from the binding, or are the question itself. */
    private static final Set<String> UNCHECKED = Set.of(
            "api",
            "extensions",
            "maxTransferBytes",
            "maxTextureBytes",
            "getError",
            "getGraphicsResetStatus",
            "diagnosis",
            "close",
            "toString",
            "hashCode",
            "equals");

    private DebugGl() {}

    static Gl wrap(Gl gl) {
        return (Gl)
                Proxy.newProxyInstance(Gl.class.getClassLoader(), new Class<?>[] {Gl.class}, (proxy, method, args) -> {
                    Object result;
                    try {
                        result = method.invoke(gl, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                    if (!UNCHECKED.contains(method.getName())) {
                        int error = gl.getError();
                        if (error != GlConstants.NO_ERROR) {
                            throw exception(
                                    error,
                                    "OpenGL reports " + GlConstants.errorName(error) + " after " + method.getName()
                                            + (args == null ? "()" : Arrays.deepToString(args)) + ".");
                        }
                    }
                    return result;
                });
    }

    /** Of the kind that the driver throws without debugging. */
    private static GpuException exception(int error, String message) {
        return switch (error) {
            case GlConstants.OUT_OF_MEMORY -> new GpuOutOfMemoryException(message);
            case GlConstants.CONTEXT_LOST, GlConstants.CONTEXT_LOST_WEBGL -> new GpuDeviceLostException(message);
            default -> new GpuException(message);
        };
    }
}

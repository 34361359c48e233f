package dev.texon.gpu.gl;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOutOfMemoryException;

/** Asks the context for errors, and says each with what was being done. */
final class GlErrors {
    /** Passes and uploads after which an error is asked for; a browser's answer takes as long as many of them. */
    private static final int MOST_UNCHECKED = 1024;

    private final Gl gl;
    private final String renderer;
    /** Passes and uploads since an error was last asked for. */
    private int unchecked;

    /** @param renderer for messages */
    GlErrors(Gl gl, String renderer) {
        this.gl = gl;
        this.renderer = renderer;
    }

    /** Notes a pass or an upload of which no error was asked for. */
    void leaveUnchecked() {
        unchecked++;
    }

    /** Whether it is time to ask. */
    boolean due() {
        return unchecked >= MOST_UNCHECKED;
    }

    /** Throws if the context is lost; to be called where something failed that this may explain. */
    void throwIfLost(String doing) {
        throwIfReset(doing);
        int error = gl.getError();
        if (error == GlConstants.CONTEXT_LOST || error == GlConstants.CONTEXT_LOST_WEBGL) {
            throw lost(doing);
        }
    }

    private GpuDeviceLostException lost(String doing) {
        return new GpuDeviceLostException("The context of " + renderer + " is lost while " + doing
                + "; close the device and open it anew." + diagnosis());
    }

    /** Throws if the GPU was reset: what such a context gives is not what was drawn, even where it gives something. */
    void throwIfReset(String doing) {
        int status = gl.getGraphicsResetStatus();
        if (status != GlConstants.NO_ERROR) {
            throw new GpuDeviceLostException("The GPU of " + renderer + " was reset ("
                    + GlConstants.resetName(status) + ") while " + doing + "; close the device and open it anew."
                    + diagnosis());
        }
    }

    /** @param doing "texture 'x' is created": what the message says the error came from */
    void check(String doing) {
        check(gl.getError(), doing);
    }

    /** @param error that was asked for already */
    void check(int error, String doing) {
        throwIfReset(doing);
        int since = unchecked;
        unchecked = 0;
        if (error == GlConstants.NO_ERROR) {
            return;
        }
        // A context may hold one flag for each kind of error.
        for (int i = 0; i < 8 && gl.getError() != GlConstants.NO_ERROR; i++) {}
        switch (error) {
            case GlConstants.OUT_OF_MEMORY ->
                throw new GpuOutOfMemoryException("The GPU is out of memory while " + doing + since(since)
                        + "; close textures that are no longer needed, or use a smaller format.");
            case GlConstants.CONTEXT_LOST, GlConstants.CONTEXT_LOST_WEBGL -> throw lost(doing + since(since));
            default ->
                throw new GpuException("OpenGL reports " + GlConstants.errorName(error) + " while " + doing
                        + since(since) + "; open the device with debug on to see the call." + diagnosis());
        }
    }

    /** An error is found when it is asked for, which may be long after the call that made it. */
    private static String since(int unchecked) {
        return unchecked == 0
                ? ""
                : ", or in one of the " + unchecked + " passes and uploads since errors were last asked for";
    }

    private String diagnosis() {
        String words = gl.diagnosis();
        return words == null ? "" : " " + words;
    }

    /** For calls that a lost device does not fail: it has nothing left to free. */
    static void quietly(Runnable calls) {
        try {
            calls.run();
        } catch (GpuDeviceLostException e) {
            // The context took everything with it.
        }
    }
}

package dev.texon.gpu.webgl;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The way of frames to what does them, and of results back. One thread sends and waits. */
interface Link {
    /** A call that failed. */
    record Failure(int sequence, int opcode, String message) {}

    /** Whether {@link #check} or {@link #takeFailure} has something to say. */
    boolean troubled();

    int acknowledgedFrame();

    /** The failed call that has been reported first, once. */
    @Nullable
    Failure takeFailure();

    /** Throws if the device is lost. */
    void check();

    /** Sends one frame, in two parts, and returns when both buffers may be reused. */
    void send(ByteBuffer head, ByteBuffer bulk);

    /**
     * Says, before a call is sent, that its result is waited for.
     *
     * @param into where the bytes of a result of bytes go; null for every other result, which comes in a buffer of its own
     */
    void expect(int sequence, @Nullable ByteBuffer into);

    /** Waits for the result; null if the call failed, which {@link #takeFailure} then tells. */
    @Nullable
    ByteBuffer await();

    /** The OpenGL error that came with the last result of bytes. */
    int errorFlag();

    /** The device is gone; the first reason counts. */
    void lose(String reason);
}

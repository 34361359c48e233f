package dev.texon.gpu;

/** One way to reach one GPU, as a backend's probe found it. */
public sealed interface Adapter {
    /** {@return the id, unique within its backend, for example {@code es3-0}} */
    String id();

    /** {@return what a person calls it, for example {@code OpenGL ES 3 on EGL device 0}} */
    String name();

    /**
     * It can probably be opened; opening tells.
     *
     * @param id unique within its backend
     * @param name what a person calls it
     * @param kind as far as it is known before
     */
    record Available(String id, String name, DeviceKind kind) implements Adapter {
        /**
         * Of unknown kind.
         *
         * @param id unique within its backend
         * @param name what a person calls it
         */
        public Available(String id, String name) {
            this(id, name, DeviceKind.UNKNOWN);
        }
    }

    /**
     * It cannot be opened.
     *
     * @param id unique within its backend
     * @param name what a person calls it
     * @param reason why, in a few words
     * @param hint what helps
     */
    record Unavailable(String id, String name, String reason, String hint) implements Adapter {}
}

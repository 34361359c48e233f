package dev.texon.networks.gpu;

import dev.texon.gpu.GpuDevice;

/** One question to every adapter. */
record Check(String name, Body body) {
    @FunctionalInterface
    interface Body {
        void run(GpuDevice gpu) throws Exception;
    }
}

package dev.texon.gpu;

import dev.texon.gpu.spi.DriverProgram;

/** A compiled kernel. */
public final class Program implements AutoCloseable {
    private final GpuDevice device;
    private final ProgramDescriptor descriptor;
    private final DriverProgram driverProgram;
    private final Pacing.Cost cost = new Pacing.Cost();
    private boolean closed;

    Program(GpuDevice device, ProgramDescriptor descriptor, DriverProgram driverProgram) {
        this.device = device;
        this.descriptor = descriptor;
        this.driverProgram = driverProgram;
    }

    /** {@return what the program was made from} */
    public ProgramDescriptor descriptor() {
        return descriptor;
    }

    /** {@return the name of the program in messages} */
    public String label() {
        return descriptor.label();
    }

    /** Frees the program; closing twice is fine. */
    @Override
    public void close() {
        device.checkThread();
        if (!closed) {
            closed = true;
            device.release(this);
        }
    }

    boolean isClosed() {
        return closed;
    }

    GpuDevice device() {
        return device;
    }

    /** What a texel of it costs, as far as that is known. */
    Pacing.Cost cost() {
        return cost;
    }

    DriverProgram driverProgram() {
        return driverProgram;
    }
}

package dev.texon.conformance.process;

import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.FakeDevices;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnavailableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A child whose adapters need no GPU. */
final class FakeChild {
    private FakeChild() {}

    public static void main(String[] arguments) throws IOException {
        Child.run(FakeChild::open);
    }

    private static GpuDevice open(String backend, String adapter, @Nullable DeviceProfile measured) {
        return switch (adapter) {
            case "refuses" -> throw new GpuUnavailableException("not today");
            case "breaks" -> throw new IllegalStateException("cannot be opened");
            default -> FakeDevices.open(backend, adapter);
        };
    }
}

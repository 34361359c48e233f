package dev.texon.gpu;

import dev.texon.gpu.spi.DeclaredCapabilities;
import dev.texon.gpu.spi.GpuDriver;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;

/** Devices without a GPU: they have a name and capabilities, and can do nothing. */
public final class FakeDevices {
    private FakeDevices() {}

    public static DeviceProfile profile(String backend, String adapter) {
        return new DeviceProfile(
                new DeviceInfo(backend, adapter, "Fake 1.0", "Fake renderer", "Nobody", "1.0"),
                new Capabilities(
                        Map.of(
                                TextureFormat.RGBA8,
                                new FormatSupport(
                                        Set.of(FormatFeature.RENDER), Set.of(FormatFeature.RENDER), 8, Double.NaN)),
                        Set.of(Feature.TIMER),
                        new Limits(64, 64, 8, 2, 2, 128, Limits.MOST_LOOP_TURNS),
                        new Numerics(24, true, true, false)));
    }

    public static GpuDevice open(String backend, String adapter) {
        DeviceProfile profile = profile(backend, adapter);
        GpuDriver driver = (GpuDriver) Proxy.newProxyInstance(
                FakeDevices.class.getClassLoader(),
                new Class<?>[] {GpuDriver.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "info" -> profile.device();
                    case "declared" ->
                        new DeclaredCapabilities(
                                Map.of(TextureFormat.RGBA8, Set.of(FormatFeature.RENDER)),
                                Set.of(Feature.TIMER),
                                64,
                                8,
                                2,
                                128);
                    case "close" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return GpuDevice.over(driver, profile);
    }
}

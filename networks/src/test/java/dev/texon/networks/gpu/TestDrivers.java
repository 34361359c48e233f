package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Limits;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.gpu.spi.GpuDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;

/** The driver of a device once more, with something between it and the public API. */
final class TestDrivers {
    /** Sees each call before the driver does. */
    interface Between {
        /**
         * @param method of {@link GpuDriver}
         * @param arguments may be changed
         */
        void call(String method, Object[] arguments);
    }

    private TestDrivers() {}

    /** Opens the same adapter again; nothing is measured anew. */
    static GpuDevice open(GpuDevice like, Between between) {
        return open(like, between, like.profile());
    }

    /** Whose loops are said to end after so many turns. */
    static GpuDevice withTurns(GpuDevice like, int turns) {
        Limits limits = like.capabilities().limits();
        return withLimits(like, limits.textureSize(), limits.renderTargets(), turns);
    }

    /** Whose textures are said to have sides of at most so many texels. */
    static GpuDevice withSide(GpuDevice like, int side) {
        Limits limits = like.capabilities().limits();
        return withLimits(like, side, limits.renderTargets(), limits.loopTurns());
    }

    /** Whose passes are said to write at most so many targets. */
    static GpuDevice withTargets(GpuDevice like, int targets) {
        Limits limits = like.capabilities().limits();
        return withLimits(like, limits.textureSize(), targets, limits.loopTurns());
    }

    private static GpuDevice withLimits(GpuDevice like, int side, int targets, int turns) {
        Capabilities all = like.capabilities();
        Limits limits = all.limits();
        Limits shorter = new Limits(
                side,
                limits.declaredTextureSize(),
                limits.inputs(),
                targets,
                limits.declaredRenderTargets(),
                limits.uniformVectors(),
                turns);
        return open(
                like,
                (method, arguments) -> {},
                new DeviceProfile(
                        like.info(),
                        new Capabilities(all.formats(), all.features(), shorter, all.numerics()),
                        like.profile().choices()));
    }

    private static GpuDevice open(GpuDevice like, Between between, DeviceProfile profile) {
        GpuBackend backend = ServiceLoader.load(GpuBackend.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(one -> one.id().equals(like.info().backend()))
                .findFirst()
                .orElseThrow();
        backend.probe();
        GpuDriver driver = backend.open(like.info().adapter(), DriverOptions.DEFAULT);
        return GpuDevice.over(
                (GpuDriver) Proxy.newProxyInstance(
                        GpuDriver.class.getClassLoader(),
                        new Class<?>[] {GpuDriver.class},
                        (proxy, method, arguments) -> {
                            between.call(method.getName(), arguments == null ? new Object[0] : arguments);
                            try {
                                return method.invoke(driver, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }),
                profile);
    }

    /** Compiles something else than the kernel. */
    static GpuDevice rewriting(GpuDevice like, UnaryOperator<ProgramDescriptor> rewrite) {
        return open(like, (method, arguments) -> {
            if (method.equals("createProgram")) {
                arguments[0] = rewrite.apply((ProgramDescriptor) arguments[0]);
            }
        });
    }

    /** The kernel with functions before its own. */
    static ProgramDescriptor with(ProgramDescriptor kernel, String functions) {
        List<String> all = new ArrayList<>(List.of(functions));
        all.addAll(kernel.functions());
        return new ProgramDescriptor(
                kernel.label(),
                kernel.inputs(),
                kernel.uniforms(),
                kernel.constants(),
                kernel.fetch(),
                kernel.outputs(),
                all,
                kernel.source(),
                kernel.lines(),
                kernel.precision());
    }
}

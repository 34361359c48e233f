package dev.texon.gpu;

import dev.texon.gpu.spi.Cleanup;
import dev.texon.gpu.spi.DeclaredCapabilities;
import dev.texon.gpu.spi.DrawCommand;
import dev.texon.gpu.spi.DriverProgram;
import dev.texon.gpu.spi.GpuDriver;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open GPU. It belongs to the thread that opened it, and says so when called from another; so do its textures, programs and
 * passes. Every method that reaches the GPU may throw {@link GpuDeviceLostException}.
 */
public final class GpuDevice implements AutoCloseable {
    private final GpuDriver driver;
    private final Counters counters = new Counters();
    private final Set<Texture> textures = new HashSet<>();
    private final Set<Program> programs = new HashSet<>();
    private final PendingResults results;
    private final Transfers transfers = new Transfers(this, counters);
    private final Tuning tuning;
    private final Pacing pacing;
    private Capabilities capabilities;
    private boolean closed;
    private @Nullable GpuDeviceLostException lost;

    private GpuDevice(GpuDriver driver, Capabilities assumed, boolean tune) {
        this.driver = driver;
        results = new PendingResults(driver.info().renderer());
        tuning = new Tuning(tune);
        pacing = new Pacing(driver);
        this.capabilities = assumed;
    }

    /** Wraps an open driver; measures it unless its profile is known. Closes the driver if that fails. */
    static GpuDevice over(GpuDriver driver, KnownProfiles profiles, boolean tune) {
        try {
            Optional<DeviceProfile> profile = accepted(profiles, driver);
            GpuDevice device = new GpuDevice(driver, CapabilityProbe.trusted(driver.declared()), tune);
            device.capabilities =
                    profile.isPresent() ? profile.get().capabilities() : new CapabilityProbe(device).measure();
            profile.ifPresent(measured -> device.tuning.adopt(measured.choices()));
            device.counters.reset();
            return device;
        } catch (Throwable e) {
            Cleanup cleanup = new Cleanup(e);
            cleanup.run(driver::close);
            throw e;
        }
    }

    private static Optional<DeviceProfile> accepted(KnownProfiles profiles, GpuDriver driver) {
        Optional<DeviceProfile> profile = profiles.find(driver.info());
        Optional<String> fault = profile.flatMap(one -> ProfileCheck.fault(one, driver.info(), driver.declared()));
        fault.ifPresent(words -> profiles.rejected(driver.info(), words));
        return fault.isPresent() ? Optional.empty() : profile;
    }

    /**
     * Wraps a driver of your own, opened on this thread, and measures it.
     *
     * @param driver open; the device closes it
     * @return the device, which belongs to this thread
     * @throws GpuUnavailableException if it cannot even draw and read back bytes; the driver is closed then
     */
    public static GpuDevice over(GpuDriver driver) {
        return over(driver, device -> Optional.empty(), true);
    }

    /**
     * Wraps a driver of your own that was measured before.
     *
     * @param driver open; the device closes it
     * @param profile what was measured
     * @return the device, which belongs to this thread
     * @throws GpuUnavailableException if the profile was measured on another device, or is damaged; the driver is closed then
     */
    public static GpuDevice over(GpuDriver driver, DeviceProfile profile) {
        return over(driver, device -> Optional.of(profile), true);
    }

    /**
     * Wraps a driver of your own where nothing can be measured: one that only writes down its calls.
     *
     * @param driver open; the device closes it
     * @param believed what the device is taken to do; at most what the driver declares
     * @return the device, which belongs to this thread
     */
    public static GpuDevice trusting(GpuDriver driver, DeclaredCapabilities believed) {
        return new GpuDevice(driver, CapabilityProbe.trusted(believed), false);
    }

    /** {@return which GPU this is, and how it is reached} */
    public DeviceInfo info() {
        return driver.info();
    }

    /** {@return what this device can do, declared and measured} */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** {@return what is fastest here, as far as it was measured} */
    public Tuning tuning() {
        return tuning;
    }

    /** {@return what was measured, to be saved and given to {@link GpuOptions#withProfile} when the same device is opened again} */
    public DeviceProfile profile() {
        return new DeviceProfile(info(), capabilities, tuning.choices());
    }

    /** {@return what happened since the device was opened; measuring its capabilities does not count} */
    public Statistics statistics() {
        return counters.snapshot(driver.pooledBytes());
    }

    /**
     * Makes a texture of zeros.
     *
     * @param descriptor size, format, levels, filter and wrap
     * @return to be closed when it is no longer needed, at the latest with the device
     * @throws IllegalArgumentException if a side is longer than {@link Limits#textureSize}
     * @throws GpuUnsupportedException if the format, its linear filter, or mip levels or wrap at this size are not there
     * @throws GpuOutOfMemoryException if there is no room
     */
    public Texture createTexture(TextureDescriptor descriptor) {
        checkOpen();
        int limit = capabilities.limits().textureSize();
        String what = "creating texture '" + descriptor.label() + "'";
        if (descriptor.width() > limit || descriptor.height() > limit) {
            throw new IllegalArgumentException("Texture '" + descriptor.label() + "' is " + descriptor.width() + "×"
                    + descriptor.height() + "; this adapter's textures have at most " + limit + " texels a side.");
        }
        require(descriptor.format(), FormatFeature.SAMPLED, what);
        if (descriptor.filter().linear()) {
            require(descriptor.format(), FormatFeature.LINEAR_FILTER, what);
        }
        if (!descriptor.powerOfTwo() && (descriptor.levels() > 1 || descriptor.wrap() != Wrap.CLAMP)) {
            require(
                    Feature.NON_POWER_OF_TWO,
                    what + " of " + descriptor.width() + "×" + descriptor.height() + " with "
                            + (descriptor.levels() > 1 ? "mip levels" : "wrap " + descriptor.wrap()));
        }
        return track(descriptor);
    }

    private Texture track(TextureDescriptor descriptor) {
        Texture texture = new Texture(this, descriptor, guarded(() -> driver.createTexture(descriptor)));
        textures.add(texture);
        counters.created(texture.bytes());
        return texture;
    }

    /**
     * Compiles a kernel.
     *
     * @param descriptor the kernel, and what it reads and writes
     * @return to be closed when it is no longer needed, at the latest with the device
     * @throws ShaderCompileException if it does not compile; it names the author's line
     * @throws GpuUnsupportedException if the adapter has fewer inputs, outputs or uniform vectors than the program
     */
    public Program createProgram(ProgramDescriptor descriptor) {
        checkOpen();
        Limits limits = capabilities.limits();
        if (descriptor.inputs().size() > limits.inputs()) {
            throw new GpuUnsupportedException("Program '" + descriptor.label() + "' reads "
                    + descriptor.inputs().size() + " textures; this adapter reads " + limits.inputs()
                    + " in one pass: split the program.");
        }
        if (descriptor.outputs().size() > limits.renderTargets()) {
            throw new GpuUnsupportedException("Program '" + descriptor.label() + "' writes "
                    + descriptor.outputs().size() + " render targets; this adapter writes " + limits.renderTargets()
                    + " in one pass: split the program.");
        }
        Program program = new Program(this, descriptor, guarded(() -> compile(descriptor)));
        programs.add(program);
        return program;
    }

    /** Says what a driver's log leaves out: the limit or the feature that is missing. */
    private DriverProgram compile(ProgramDescriptor descriptor) {
        try {
            return driver.createProgram(descriptor);
        } catch (ShaderCompileException e) {
            if (!KernelSource.hasMain(descriptor)) {
                throw new ShaderCompileException(
                        "Program '" + descriptor.label() + "' has no main; write void main() { … } in its source.", 0);
            }
            int vectors = KernelSource.uniformVectors(descriptor);
            int limit = capabilities.limits().uniformVectors();
            if (vectors > limit) {
                throw new GpuUnsupportedException("Program '" + descriptor.label() + "' has uniforms of " + vectors
                        + " vectors; this adapter has " + limit + " in one program: put numbers in a texture. "
                        + e.getMessage());
            }
            if (!capabilities.supports(Feature.EXPLICIT_LEVEL) && KernelSource.namesLevels(descriptor)) {
                throw new ShaderCompileException(
                        e.getMessage() + "\nIt names mip levels, for which this adapter lacks " + Feature.EXPLICIT_LEVEL
                                + ".",
                        e.line());
            }
            throw e;
        }
    }

    /**
     * Makes a pass that draws with a program; keep it and draw it again.
     *
     * @param program open, of this device
     * @return a pass whose inputs, uniforms and targets are still to be set
     * @throws IllegalArgumentException if the program belongs to another device
     * @throws IllegalStateException if the program is closed
     */
    public Pass pass(Program program) {
        checkUsable(program);
        return new Pass(this, program);
    }

    /** Completes the futures whose data have arrived, or, when the device is lost, all with that; waits for nothing. */
    public void poll() {
        checkNotClosed();
        results.poll();
    }

    /**
     * Waits for any future on the device's thread and meanwhile takes the results that are under way. The futures of {@link
     * Texture#readAsync} and those made from them by their own methods do so in their own {@code join}; those of {@link
     * CompletableFuture#allOf} and {@link CompletableFuture#anyOf} do not, and must be awaited here.
     *
     * @param <T> what it brings
     * @param future to be waited for
     * @return what it brings
     * @throws java.util.concurrent.CompletionException if the future completes exceptionally
     */
    public <T> T await(CompletableFuture<T> future) {
        checkNotClosed();
        results.takeUntil(future::isDone);
        return future.join();
    }

    /** Whether there are results that {@link #poll} could take. */
    boolean waits() {
        return !closed && !results.isEmpty();
    }

    /** Hands everything queued to the GPU; waits for nothing. */
    public void flush() {
        checkOpen();
        guarded(() -> {
            driver.flush();
            return true;
        });
    }

    /**
     * Loses the device as a driver's reset would, so that a program can test how it recovers: the next call that reaches the GPU
     * throws {@link GpuDeviceLostException}, and so does every call after it.
     *
     * @throws GpuUnsupportedException if the adapter has no {@link Feature#CONTEXT_LOSS}
     */
    public void loseContext() {
        checkOpen();
        require(Feature.CONTEXT_LOSS, "losing the context on demand");
        guarded(() -> {
            driver.loseContext();
            return true;
        });
    }

    /** {@return whether a call has found the device gone; then only close helps} */
    public boolean isLost() {
        return lost != null;
    }

    /**
     * Frees everything that the device made; closing twice is fine. Futures that are not done are cancelled. If the device's thread
     * has ended, any thread may close the device; nothing else can be done with it then.
     *
     * @throws GpuException if a call that was queued earlier turns out to have failed; everything is freed all the same
     */
    @Override
    public void close() {
        results.adopt();
        checkThread();
        if (closed) {
            return;
        }
        Cleanup cleanup = new Cleanup();
        results.all().forEach(result -> cleanup.run(() -> result.cancel(false)));
        transfers.close();
        cleanup.run(pacing::close);
        textures.stream()
                .sorted(Comparator.comparing(Texture::label))
                .toList()
                .forEach(texture -> cleanup.run(texture::close));
        List.copyOf(programs).forEach(program -> cleanup.run(program::close));
        closed = true;
        cleanup.run(driver::close);
        cleanup.finish();
    }

    GpuDriver driver() {
        return driver;
    }

    Transfers transfers() {
        return transfers;
    }

    void draw(DrawCommand command, Pacing.Cost cost) {
        try {
            pacing.draw(command, cost);
        } catch (GpuDeviceLostException e) {
            lost = e;
            throw e;
        }
        counters.drawn();
    }

    /** Runs a call of the driver and remembers when it says that the device is lost; then no other call follows. */
    <T> T guarded(Supplier<T> call) {
        checkNotLost();
        try {
            return call.get();
        } catch (GpuDeviceLostException e) {
            lost = e;
            throw e;
        }
    }

    /** @param label what is awaited, for messages */
    <T> CompletableFuture<T> pending(String label, BooleanSupplier arrived, Supplier<T> value, Runnable free) {
        Pending<T> result =
                new Pending<>(results, label, () -> guarded(arrived::getAsBoolean), () -> guarded(value), free);
        results.add(result);
        return result;
    }

    /** A result that is there already. */
    <T> CompletableFuture<T> completed(T value) {
        CompletableFuture<T> result = new DeviceFuture<>(results);
        result.complete(value);
        return result;
    }

    void release(Texture texture) {
        if (textures.remove(texture)) {
            counters.freed(texture.bytes());
            texture.driverTexture().close();
        }
    }

    void release(Program program) {
        if (programs.remove(program)) {
            program.driverProgram().close();
        }
    }

    void checkThread() {
        if (!results.onOwnThread()) {
            throw new IllegalStateException("Device " + driver.info().renderer() + " belongs to thread '"
                    + results.owner().getName() + "' and is called from thread '"
                    + Thread.currentThread().getName() + "'; call it from its own.");
        }
    }

    private void checkNotClosed() {
        checkThread();
        if (closed) {
            throw new IllegalStateException("Device " + driver.info().renderer() + " is closed; open it anew.");
        }
    }

    private void checkNotLost() {
        if (lost != null) {
            throw new GpuDeviceLostException(
                    "Device " + driver.info().renderer() + " is lost and must be opened anew: " + lost.getMessage(),
                    lost);
        }
    }

    void checkOpen() {
        checkNotClosed();
        checkNotLost();
    }

    void checkUsable(Texture texture) {
        checkOpen();
        if (texture.device() != this) {
            throw new IllegalArgumentException(
                    "Texture '" + texture.label() + "' belongs to another device; create it on this one.");
        }
        if (texture.isClosed()) {
            throw new IllegalStateException("Texture '" + texture.label() + "' is closed; create it anew.");
        }
    }

    void checkUsable(Program program) {
        checkOpen();
        if (program.device() != this) {
            throw new IllegalArgumentException(
                    "Program '" + program.label() + "' belongs to another device; create it on this one.");
        }
        if (program.isClosed()) {
            throw new IllegalStateException("Program '" + program.label() + "' is closed; create it anew.");
        }
    }

    void require(TextureFormat format, FormatFeature feature, String doing) {
        if (!capabilities.supports(format, feature)) {
            boolean declared = capabilities.format(format).declared().contains(feature);
            throw new GpuUnsupportedException(info().renderer() + " (" + info().api() + ") has no " + feature + " for "
                    + format + (declared ? ", although it declares it" : "") + ", needed by " + doing
                    + "; use another format.");
        }
    }

    void require(Feature feature, String doing) {
        if (!capabilities.supports(feature)) {
            throw new GpuUnsupportedException(
                    info().renderer() + " (" + info().api() + ") has no " + feature + ", needed by " + doing + ".");
        }
    }

    /** As {@link #require}, without making a message when all is well: this runs in every draw. */
    void requireTarget(Texture target, Blend blend) {
        TextureFormat format = target.descriptor().format();
        if (!capabilities.supports(format, FormatFeature.RENDER)) {
            require(format, FormatFeature.RENDER, "drawing to texture '" + target.label() + "'");
        }
        if (blend != Blend.NONE) {
            FormatFeature feature = blend == Blend.ADD ? FormatFeature.BLEND : FormatFeature.BLEND_MIN_MAX;
            if (!capabilities.supports(format, feature)) {
                require(format, feature, "blending into texture '" + target.label() + "' by " + blend);
            }
        }
    }
}

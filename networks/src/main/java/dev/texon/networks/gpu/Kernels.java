package dev.texon.networks.gpu;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The programs and textures of a network on one device; closing frees them. The same kernel with the same constants is compiled once. */
public final class Kernels implements AutoCloseable {
    /** Fragments that keep a GPU busy: a pass with fewer, but long sums, cuts these into parts. */
    static final int BUSY = 4096;
    /** Also where a driver takes more: a fragment that takes longer keeps a GPU with many cores from sharing the work. */
    private static final int MOST_TURNS = 1 << 15;

    private final GpuDevice device;
    private final Numbers numbers;
    private final TexelFetch fetch;
    private final Map<ProgramDescriptor, Program> programs = new HashMap<>();
    private final List<Texture> textures = new ArrayList<>();
    private final Map<List<Integer>, Texture> scratch = new HashMap<>();
    private final @Nullable NumericCheck check;

    /** @throws dev.texon.gpu.GpuUnsupportedException if the adapter cannot draw to the storage's formats */
    public Kernels(GpuDevice device, Numbers numbers, boolean numericCheck) {
        numbers.demand(device.capabilities());
        this.device = device;
        this.numbers = numbers;
        fetch = Tuner.fetch(device, numbers.storage().activations());
        check = numericCheck ? whole(() -> new NumericCheck(this)) : null;
    }

    public GpuDevice device() {
        return device;
    }

    public Numbers numbers() {
        return numbers;
    }

    /** Looks at what every pass makes; null if nobody asked for it. */
    public @Nullable NumericCheck check() {
        return check;
    }

    /** How a mini-batch lies in a texture. */
    TextureLayout layout(int batch, Shape shape) {
        return layout(Math.multiplyExact(shape.width(), shape.groups()), Math.multiplyExact(batch, shape.height()));
    }

    /** How so many texels lie in a texture. */
    TextureLayout layout(int columns, int rows) {
        return TextureLayout.of(columns, rows, device.capabilities().limits().textureSize());
    }

    Texture texture(String label, int width, int height, TextureFormat format) {
        return texture(TextureDescriptor.of(label, width, height, format));
    }

    Texture texture(TextureDescriptor descriptor) {
        Texture texture = device.createTexture(descriptor);
        textures.add(texture);
        return texture;
    }

    /**
     * A texture of floats for what a pass leaves for the next one; of each size and number there is one, which all layers share.
     */
    Texture scratch(int number, TextureLayout layout) {
        int width = layout.width();
        int height = layout.height();
        return scratch.computeIfAbsent(
                List.of(number, width, height),
                size -> texture("scratch " + number, width, height, TextureFormat.RGBA32F));
    }

    /** A kernel of the folder networks. */
    static ProgramDescriptor.Builder kernel(String name) {
        return ProgramDescriptor.builder(name).kernel("networks/" + name);
    }

    /** The largest divisor of a number that is at most this: so often is a loop's body written down. */
    static int unrolled(int times, int most) {
        int divisor = Math.min(times, most);
        while (times % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    /**
     * Turns that the loops of one fragment may take: far below what a driver was measured to end them at, since loops within loops count
     * theirs, too. What needs more goes in parts or steps.
     */
    int turns() {
        return Math.min(MOST_TURNS, device.capabilities().limits().loopTurns() / 2);
    }

    /** The sides of a window that a pass of pooling goes over. */
    enum Sides {
        BOTH,
        WIDTH,
        HEIGHT
    }

    /** The constants of a kernel that pools. */
    static ProgramDescriptor.Builder pooled(String name, Shape in, Shape out, Window window, Sides sides) {
        boolean x = sides != Sides.HEIGHT;
        boolean y = sides != Sides.WIDTH;
        return kernel(name)
                .constant("IN_HEIGHT", in.height())
                .constant("IN_WIDTH", in.width())
                .constant("OUT_HEIGHT", out.height())
                .constant("OUT_WIDTH", out.width())
                .constant("KERNEL_HEIGHT", y ? window.height() : 1)
                .constant("KERNEL_WIDTH", x ? window.width() : 1)
                .constant("STRIDE_Y", y ? window.stride() : 1)
                .constant("STRIDE_X", x ? window.stride() : 1)
                .constant("PADDING_Y", y ? window.padding() : 0)
                .constant("PADDING_X", x ? window.padding() : 0);
    }

    /** The constants of a kernel that moves a window over an image. */
    static ProgramDescriptor.Builder windowed(String name, Shape in, Shape out, Window window) {
        return kernel(name)
                .constant("IN_HEIGHT", in.height())
                .constant("IN_WIDTH", in.width())
                .constant("IN_GROUPS", in.groups())
                .constant("IN_CHANNELS", in.channels())
                .constant("OUT_HEIGHT", out.height())
                .constant("OUT_WIDTH", out.width())
                .constant("OUT_GROUPS", out.groups())
                .constant("OUT_CHANNELS", out.channels())
                .constant("KERNEL_HEIGHT", window.height())
                .constant("KERNEL_WIDTH", window.width())
                .constant("TAPS", window.taps())
                .constant("STRIDE", window.stride())
                .constant("PADDING", window.padding());
    }

    /** A pass with the kernel. */
    Stage stage(String layer, String makes, ProgramDescriptor.Builder kernel) {
        ProgramDescriptor descriptor = kernel.fetchUsually(fetch).build();
        return new Stage(
                this, layer, makes, pass(descriptor), descriptor.outputs().size());
    }

    /** A pass that the numeric check does not look at. */
    Pass pass(ProgramDescriptor.Builder kernel) {
        return pass(kernel.fetchUsually(fetch).build());
    }

    private Pass pass(ProgramDescriptor descriptor) {
        return device.pass(programs.computeIfAbsent(descriptor, device::createProgram));
    }

    /** Something that makes textures. */
    @FunctionalInterface
    public interface Maker<T, E extends Exception> {
        T make() throws E;
    }

    /** Makes something whole: if that fails, the textures that it has made until then are freed. */
    public <T, E extends Exception> T whole(Maker<T, E> maker) throws E {
        int before = textures.size();
        try {
            return maker.make();
        } catch (Throwable e) {
            List<Texture> made = textures.subList(before, textures.size());
            made.forEach(Texture::close);
            scratch.values().removeAll(made);
            made.clear();
            throw e;
        }
    }

    /** Frees a texture before the rest. */
    void free(Texture texture) {
        textures.remove(texture);
        texture.close();
    }

    @Override
    public void close() {
        textures.forEach(Texture::close);
        programs.values().forEach(Program::close);
    }
}

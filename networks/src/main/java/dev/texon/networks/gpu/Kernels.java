package dev.texon.networks.gpu;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The programs and textures of a network on one device; closing frees them. The same kernel with the same constants is compiled once. */
public final class Kernels implements AutoCloseable {
    private final GpuDevice device;
    private final Numbers numbers;
    private final Adapter adapter;
    private final Map<ProgramDescriptor, Program> programs = new HashMap<>();
    private final List<Texture> textures = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    /** How many values have a texture one after the other, where it was planned. */
    private final IdentityHashMap<Texture, Integer> values = new IdentityHashMap<>();

    private final @Nullable NumericCheck check;

    /** @throws dev.texon.gpu.GpuUnsupportedException if the adapter cannot draw to the storage's formats */
    public Kernels(GpuDevice device, Numbers numbers, boolean numericCheck) {
        numbers.demand(device.capabilities());
        this.device = device;
        this.numbers = numbers;
        adapter = new Adapter(
                device.capabilities(),
                numbers,
                Tuner.fetch(device, numbers.storage().activations()));
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

    /** What is known of the device. */
    Adapter adapter() {
        return adapter;
    }

    /** How a mini-batch lies in a texture. */
    TextureLayout layout(int batch, Shape shape) {
        return adapter.layout(batch, shape);
    }

    /** How so many texels lie in a texture. */
    TextureLayout layout(int columns, int rows) {
        return adapter.layout(columns, rows);
    }

    /** Turns that the loops of one fragment may take. */
    int turns() {
        return adapter.turns();
    }

    Texture texture(String label, int width, int height, TextureFormat format) {
        return texture(TextureDescriptor.of(label, width, height, format));
    }

    Texture texture(TextureDescriptor descriptor) {
        Texture texture = device.createTexture(descriptor);
        textures.add(texture);
        return texture;
    }

    /** A texture that is there at once, for what takes planned ones, too. */
    Slot slot(TextureDescriptor descriptor) {
        return Slot.of(texture(descriptor));
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

    /** The sides of a window that a pass of pooling goes over. */
    enum Sides {
        BOTH,
        WIDTH,
        HEIGHT;

        /** Places of the window that it goes over. */
        long taps(Window window) {
            return switch (this) {
                case BOTH -> window.taps();
                case WIDTH -> window.width();
                case HEIGHT -> window.height();
            };
        }
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

    /** A pass with the kernel, made at once. */
    Stage stage(String layer, String makes, ProgramDescriptor.Builder kernel) {
        return make(new Stage(layer, makes, adapter.program(kernel)));
    }

    /** Makes a planned pass, whose textures are there. */
    Stage make(Stage stage) {
        stages.add(stage);
        return stage.make(pass(stage.program()), Slot::texture, check);
    }

    /** Makes the textures and passes of a plan. */
    void make(Planner planner) {
        planner.slots().forEach((slots, descriptor) -> {
            Texture texture = texture(descriptor);
            values.put(texture, slots.size());
            slots.forEach(slot -> slot.make(texture));
        });
        planner.stages().forEach(this::make);
        planner.whenMade().forEach(Runnable::run);
    }

    /** All passes and textures that were made. */
    public Plan plan() {
        return new Plan(
                stages.stream().map(Plan.PassPlan::of).toList(),
                textures.stream()
                        .map(texture -> new Plan.TexturePlan(texture.descriptor(), values.getOrDefault(texture, 1)))
                        .toList());
    }

    /** A pass that the numeric check does not look at. */
    Pass pass(ProgramDescriptor.Builder kernel) {
        return pass(adapter.program(kernel));
    }

    Pass pass(ProgramDescriptor descriptor) {
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

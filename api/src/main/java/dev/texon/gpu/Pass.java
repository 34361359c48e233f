package dev.texon.gpu;

import dev.texon.gpu.spi.Cleanup;
import dev.texon.gpu.spi.DrawCommand;
import dev.texon.gpu.spi.DriverTimer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One render-to-texture pass: a program, what it reads, and what it writes. Make it once, change what differs, and draw it as often
 * as needed; drawing allocates nothing. Fixed state is that of a context that computes: no antialiasing, depth,
 * stencil, scissor or dithering.
 */
public final class Pass {
    private final GpuDevice device;
    private final Program program;
    private final DrawCommand command;
    private final @Nullable Texture[] inputs;
    private final @Nullable Texture[] targets;
    private final boolean[] uniformSet;
    private int level;
    private @Nullable Region region;
    private Blend blend = Blend.NONE;

    Pass(GpuDevice device, Program program) {
        this.device = device;
        this.program = program;
        ProgramDescriptor descriptor = program.descriptor();
        command = new DrawCommand(program.driverProgram(), descriptor);
        inputs = new Texture[descriptor.inputs().size()];
        targets = new Texture[descriptor.outputs().size()];
        uniformSet = new boolean[descriptor.uniforms().size()];
    }

    /**
     * Sets the texture that an input reads.
     *
     * @param name of the input
     * @param texture of the same device
     * @return this
     * @throws IllegalArgumentException if the program has no such input
     */
    public Pass input(String name, Texture texture) {
        List<ProgramDescriptor.Input> declared = program.descriptor().inputs();
        for (int i = 0; i < declared.size(); i++) {
            if (declared.get(i).name().equals(name)) {
                inputs[i] = texture;
                command.input(i, texture.driverTexture());
                return this;
            }
        }
        throw new IllegalArgumentException(
                "Program '" + program.label() + "' has no input '" + name + "'; it has " + declared + ".");
    }

    /**
     * Sets a uniform of one number, {@code INT} or {@code FLOAT}.
     *
     * @param name of the uniform
     * @param value for all fragments
     * @return this
     * @throws IllegalArgumentException if the program has no such uniform, or one of another size
     */
    public Pass uniform(String name, int value) {
        int i = uniformIndex(name, 1);
        if (program.descriptor().uniforms().get(i).type() == UniformType.INT) {
            command.ints(i)[0] = value;
        } else {
            command.floats(i)[0] = value;
        }
        uniformSet[i] = true;
        return this;
    }

    /**
     * Sets a {@code FLOAT}.
     *
     * @param name of the uniform
     * @param value for all fragments
     * @return this
     * @throws IllegalArgumentException if the program has no such uniform, or one of another size or type
     */
    public Pass uniform(String name, float value) {
        command.floats(floatIndex(name, 1))[0] = value;
        return this;
    }

    /**
     * Sets a {@code VEC2}.
     *
     * @param name of the uniform
     * @param x first component
     * @param y second component
     * @return this
     * @throws IllegalArgumentException if the program has no such uniform, or one of another size or type
     */
    public Pass uniform(String name, float x, float y) {
        float[] values = command.floats(floatIndex(name, 2));
        values[0] = x;
        values[1] = y;
        return this;
    }

    /**
     * Sets a {@code VEC3}.
     *
     * @param name of the uniform
     * @param x first component
     * @param y second component
     * @param z third component
     * @return this
     * @throws IllegalArgumentException if the program has no such uniform, or one of another size or type
     */
    public Pass uniform(String name, float x, float y, float z) {
        float[] values = command.floats(floatIndex(name, 3));
        values[0] = x;
        values[1] = y;
        values[2] = z;
        return this;
    }

    /**
     * Sets a {@code VEC4}.
     *
     * @param name of the uniform
     * @param x first component
     * @param y second component
     * @param z third component
     * @param w fourth component
     * @return this
     * @throws IllegalArgumentException if the program has no such uniform, or one of another size or type
     */
    public Pass uniform(String name, float x, float y, float z, float w) {
        float[] values = command.floats(floatIndex(name, 4));
        values[0] = x;
        values[1] = y;
        values[2] = z;
        values[3] = w;
        return this;
    }

    /**
     * Sets a uniform of any float type, or an array of them.
     *
     * @param name of the uniform
     * @param values all components, element after element; matrices column after column
     * @return this
     * @throws IllegalArgumentException if the program has no such uniform, or one of another size or type
     */
    public Pass uniform(String name, float[] values) {
        System.arraycopy(values, 0, command.floats(floatIndex(name, values.length)), 0, values.length);
        return this;
    }

    /**
     * Sets an array of {@code INT}.
     *
     * @param name of the uniform
     * @param values all elements
     * @return this
     * @throws IllegalArgumentException if the program has no such uniform, or one of another size or type
     */
    public Pass uniform(String name, int[] values) {
        int i = uniformIndex(name, values.length);
        if (program.descriptor().uniforms().get(i).type() != UniformType.INT) {
            throw new IllegalArgumentException("Uniform '" + name + "' of program '" + program.label() + "' is "
                    + program.descriptor().uniforms().get(i).type() + "; give it floats.");
        }
        System.arraycopy(values, 0, command.ints(i), 0, values.length);
        uniformSet[i] = true;
        return this;
    }

    /**
     * Sets the texture that the only output is written to.
     *
     * @param texture of the same device
     * @return this
     */
    public Pass target(Texture texture) {
        return target(0, texture);
    }

    /**
     * Sets the texture that an output is written to.
     *
     * @param i number of the output, from 0
     * @param texture of the same device
     * @return this
     * @throws IllegalArgumentException if the program has no such output
     */
    public Pass target(int i, Texture texture) {
        if (i < 0 || i >= targets.length) {
            throw new IllegalArgumentException("Program '" + program.label() + "' has no output " + i + "; it has "
                    + program.descriptor().outputs() + ".");
        }
        targets[i] = texture;
        command.target(i, texture.driverTexture());
        return this;
    }

    /**
     * Chooses the mip level of the targets that is drawn to; 0 at first.
     *
     * @param value from 0
     * @return this
     */
    public Pass level(int value) {
        level = value;
        return this;
    }

    /**
     * Chooses the texels of the targets that are drawn; all at first.
     *
     * @param value in texels of the level
     * @return this
     */
    public Pass region(Region value) {
        region = value;
        return this;
    }

    /**
     * Draws all texels of the level again.
     *
     * @return this
     */
    public Pass wholeLevel() {
        region = null;
        return this;
    }

    /**
     * Says what is done with the values that the targets hold; {@link Blend#NONE} at first.
     *
     * @param value how they are combined with what is written
     * @return this
     */
    public Pass blend(Blend value) {
        blend = value;
        return this;
    }

    /**
     * Draws. Returns at once; the GPU works on.
     *
     * @throws IllegalStateException if an input, uniform or target is missing or closed
     * @throws IllegalArgumentException if a target is also an input, the targets' sizes differ, the level or region does not fit, or one
     *     texture is read both as texels and sampled
     * @throws GpuUnsupportedException if a target's format cannot be rendered to or blended, or a feature is missing
     */
    public void draw() {
        prepare();
        device.draw(command, program.cost());
    }

    /**
     * Draws and measures the GPU's time.
     *
     * @return completes as the future of {@link Texture#readAsync} does; empty if the GPU was interrupted so that the time means
     *     nothing
     * @throws IllegalStateException as {@link #draw}
     * @throws IllegalArgumentException as {@link #draw}
     * @throws GpuUnsupportedException as {@link #draw}, or if the adapter has no {@link Feature#TIMER}
     */
    public CompletableFuture<Optional<Duration>> drawTimed() {
        prepare();
        device.require(Feature.TIMER, "timing program '" + program.label() + "'");
        DriverTimer timer = device.guarded(() -> device.driver().startTimer());
        try {
            device.draw(command, program.cost());
            device.guarded(() -> {
                timer.stop();
                return true;
            });
        } catch (Throwable e) {
            new Cleanup(e).run(timer::close);
            throw e;
        }
        return device.pending(
                "the time of program '" + program.label() + "'",
                timer::isDone,
                () -> {
                    long time = timer.nanoseconds();
                    return time < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(time));
                },
                timer::close);
    }

    private void prepare() {
        device.checkUsable(program);
        List<ProgramDescriptor.Input> declaredInputs = program.descriptor().inputs();
        for (int i = 0; i < inputs.length; i++) {
            Texture input = inputs[i];
            if (input == null) {
                throw new IllegalStateException("Program '" + program.label() + "' is drawn without its input '"
                        + declaredInputs.get(i).name() + "'; set it with input(…).");
            }
            device.checkUsable(input);
            for (int j = 0; j < i; j++) {
                if (inputs[j] == input
                        && declaredInputs.get(i).access()
                                != declaredInputs.get(j).access()) {
                    throw new IllegalArgumentException(
                            "Program '" + program.label() + "' reads texture '" + input.label()
                                    + "' both as texels and sampled; ES 2.0 and WebGL 1 cannot: give it a copy.");
                }
            }
        }
        for (int i = 0; i < uniformSet.length; i++) {
            if (!uniformSet[i]) {
                throw new IllegalStateException(
                        "Program '" + program.label() + "' is drawn without a value for its uniform '"
                                + program.descriptor().uniforms().get(i).name() + "'; set it with uniform(…).");
            }
        }
        prepareTargets();
    }

    private void prepareTargets() {
        Texture first = null;
        for (int i = 0; i < targets.length; i++) {
            Texture target = targets[i];
            if (target == null) {
                throw new IllegalStateException(
                        "Program '" + program.label() + "' is drawn without a target for its output '"
                                + program.descriptor().outputs().get(i) + "'; set it with target(…).");
            }
            device.checkUsable(target);
            TextureDescriptor descriptor = target.descriptor();
            device.requireTarget(target, blend);
            for (Texture input : inputs) {
                if (input == target) {
                    throw new IllegalArgumentException("Program '" + program.label() + "' reads texture '"
                            + target.label() + "' while writing to it; write to another texture and swap the two.");
                }
            }
            if (first == null) {
                first = target;
                continue;
            }
            for (int j = 0; j < i; j++) {
                if (targets[j] == target) {
                    throw new IllegalArgumentException("Program '" + program.label() + "' writes texture '"
                            + target.label() + "' by two outputs; give each its own.");
                }
            }
            TextureDescriptor other = first.descriptor();
            if (other.width() != descriptor.width() || other.height() != descriptor.height()) {
                throw new IllegalArgumentException("Program '" + program.label() + "' writes " + first + " and "
                        + target + " in one pass; make them the same size.");
            }
            if (other.format() != descriptor.format()) {
                device.require(Feature.MIXED_TARGETS, "writing " + first + " and " + target + " in one pass");
            }
        }
        if (first != null) {
            prepareArea(first);
        }
    }

    private void prepareArea(Texture first) {
        TextureDescriptor descriptor = first.descriptor();
        for (Texture target : targets) {
            if (target != null && (level < 0 || level >= target.descriptor().levels())) {
                throw new IllegalArgumentException("Texture '" + target.label() + "' has no mip level " + level
                        + "; it has levels 0 to " + (target.descriptor().levels() - 1) + ".");
            }
        }
        if (level > 0) {
            device.require(
                    Feature.RENDER_TO_LEVEL, "drawing to level " + level + " of texture '" + first.label() + "'");
        }
        Region area = region;
        if (area == null) {
            command.area(level, 0, 0, descriptor.width(level), descriptor.height(level));
        } else {
            first.checkRegion(level, area);
            command.area(level, area.x(), area.y(), area.width(), area.height());
        }
        command.blend(blend);
    }

    private int floatIndex(String name, int count) {
        int i = uniformIndex(name, count);
        if (program.descriptor().uniforms().get(i).type() == UniformType.INT) {
            throw new IllegalArgumentException(
                    "Uniform '" + name + "' of program '" + program.label() + "' is INT; give it ints.");
        }
        uniformSet[i] = true;
        return i;
    }

    private int uniformIndex(String name, int count) {
        List<ProgramDescriptor.Uniform> uniforms = program.descriptor().uniforms();
        for (int i = 0; i < uniforms.size(); i++) {
            ProgramDescriptor.Uniform uniform = uniforms.get(i);
            if (uniform.name().equals(name)) {
                if (uniform.components() != count) {
                    throw new IllegalArgumentException("Uniform '" + name + "' of program '" + program.label()
                            + "' takes " + uniform.components() + " numbers, not " + count + ".");
                }
                return i;
            }
        }
        throw new IllegalArgumentException(
                "Program '" + program.label() + "' has no uniform '" + name + "'; it has " + uniforms + ".");
    }
}

package dev.texon.gpu.spi;

import dev.texon.gpu.Blend;
import dev.texon.gpu.ProgramDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass, ready to draw. The public API fills and reuses it, so that drawing allocates nothing; a driver reads it during
 * {@link GpuDriver#draw} and keeps nothing of it.
 */
public final class DrawCommand {
    private final DriverProgram program;
    private final @Nullable DriverTexture[] inputs;
    private final @Nullable DriverTexture[] targets;
    private final float[][] floats;
    private final int[][] ints;
    private int targetCount;
    private int level;
    private int x;
    private int y;
    private int width;
    private int height;
    private Blend blend = Blend.NONE;

    /** @param descriptor gives the number of inputs and targets and the sizes of the uniforms */
    public DrawCommand(DriverProgram program, ProgramDescriptor descriptor) {
        this.program = program;
        inputs = new DriverTexture[descriptor.inputs().size()];
        targets = new DriverTexture[descriptor.outputs().size()];
        List<ProgramDescriptor.Uniform> uniforms = descriptor.uniforms();
        floats = new float[uniforms.size()][];
        ints = new int[uniforms.size()][];
        for (int i = 0; i < floats.length; i++) {
            boolean integer = uniforms.get(i).type() == dev.texon.gpu.UniformType.INT;
            floats[i] = new float[integer ? 0 : uniforms.get(i).components()];
            ints[i] = new int[integer ? uniforms.get(i).components() : 0];
        }
    }

    public DriverProgram program() {
        return program;
    }

    /** The texture of input i, in the order of {@link ProgramDescriptor#inputs}. */
    public DriverTexture input(int i) {
        return present(inputs[i]);
    }

    public void input(int i, DriverTexture texture) {
        inputs[i] = texture;
    }

    /** The texture of render target i, in the order of {@link ProgramDescriptor#outputs}. */
    public DriverTexture target(int i) {
        return present(targets[i]);
    }

    public int targetCount() {
        return targetCount;
    }

    public void target(int i, DriverTexture texture) {
        targets[i] = texture;
        targetCount = Math.max(targetCount, i + 1);
    }

    /** Mip level of all targets that is drawn to. */
    public int level() {
        return level;
    }

    public int x() {
        return x;
    }

    public int y() {
        return y;
    }

    /** Width of the region in texels. */
    public int width() {
        return width;
    }

    /** Height of the region in texels. */
    public int height() {
        return height;
    }

    public void area(int newLevel, int newX, int newY, int newWidth, int newHeight) {
        level = newLevel;
        x = newX;
        y = newY;
        width = newWidth;
        height = newHeight;
    }

    /** What is done with the values that the targets hold. */
    public Blend blend() {
        return blend;
    }

    public void blend(Blend newBlend) {
        blend = newBlend;
    }

    /** Values of uniform i, in the order of {@link ProgramDescriptor#uniforms}; empty for INT. Not to be changed by a driver. */
    public float[] floats(int i) {
        return floats[i];
    }

    /** Values of uniform i of type INT; empty for all others. Not to be changed by a driver. */
    public int[] ints(int i) {
        return ints[i];
    }

    private static DriverTexture present(@Nullable DriverTexture texture) {
        if (texture == null) {
            throw new IllegalStateException(
                    "A draw command reached the driver with a texture missing; the public API must fill it.");
        }
        return texture;
    }
}

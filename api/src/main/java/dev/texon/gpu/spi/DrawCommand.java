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

    /**
     * Makes room for a program's inputs, targets and uniforms.
     *
     * @param program that draws
     * @param descriptor gives the number of inputs and targets and the sizes of the uniforms
     */
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

    /** {@return the program that draws} */
    public DriverProgram program() {
        return program;
    }

    /**
     * Gives what an input reads.
     *
     * @param i in the order of {@link ProgramDescriptor#inputs}
     * @return its texture
     */
    public DriverTexture input(int i) {
        return present(inputs[i]);
    }

    /**
     * Sets what an input reads.
     *
     * @param i in the order of {@link ProgramDescriptor#inputs}
     * @param texture of the same driver
     */
    public void input(int i, DriverTexture texture) {
        inputs[i] = texture;
    }

    /**
     * Gives a render target.
     *
     * @param i in the order of {@link ProgramDescriptor#outputs}
     * @return its texture
     */
    public DriverTexture target(int i) {
        return present(targets[i]);
    }

    /** {@return the number of render targets} */
    public int targetCount() {
        return targetCount;
    }

    /**
     * Sets a render target.
     *
     * @param i in the order of {@link ProgramDescriptor#outputs}
     * @param texture of the same driver
     */
    public void target(int i, DriverTexture texture) {
        targets[i] = texture;
        targetCount = Math.max(targetCount, i + 1);
    }

    /** {@return the mip level of all targets that is drawn to} */
    public int level() {
        return level;
    }

    /** {@return the first column of the region, in texels} */
    public int x() {
        return x;
    }

    /** {@return the first row of the region, in texels} */
    public int y() {
        return y;
    }

    /** {@return the width of the region, in texels} */
    public int width() {
        return width;
    }

    /** {@return the height of the region, in texels} */
    public int height() {
        return height;
    }

    /**
     * Sets the texels that are drawn.
     *
     * @param newLevel mip level of all targets
     * @param newX first column, in texels
     * @param newY first row, in texels
     * @param newWidth columns
     * @param newHeight rows
     */
    public void area(int newLevel, int newX, int newY, int newWidth, int newHeight) {
        level = newLevel;
        x = newX;
        y = newY;
        width = newWidth;
        height = newHeight;
    }

    /** {@return what is done with the values that the targets hold} */
    public Blend blend() {
        return blend;
    }

    /**
     * Sets what is done with the values that the targets hold.
     *
     * @param newBlend how they are combined with what is written
     */
    public void blend(Blend newBlend) {
        blend = newBlend;
    }

    /**
     * Gives the values of a uniform. A driver must not change them.
     *
     * @param i in the order of {@link ProgramDescriptor#uniforms}
     * @return its components, element after element; empty for {@code INT}
     */
    public float[] floats(int i) {
        return floats[i];
    }

    /**
     * Gives the values of a uniform of type {@code INT}. A driver must not change them.
     *
     * @param i in the order of {@link ProgramDescriptor#uniforms}
     * @return its elements; empty for all other types
     */
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

package dev.texon.gpu.gl;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.spi.DrawCommand;
import dev.texon.gpu.spi.DriverProgram;
import java.util.Arrays;
import java.util.List;

/** A linked program and the uniform values that it holds, so that unchanged ones are not sent again. */
final class GlProgram implements DriverProgram {
    final int name;
    final ProgramDescriptor descriptor;

    private final GlPrograms owner;
    private final Gl gl;
    private final int[] locations;
    private final float[][] floats;
    private final int[][] ints;
    private final boolean[] sent;
    private final int targetLocation;
    private final float[] targetSize = new float[2];
    private final int regionLocation;
    private final float[] region = new float[4];
    private final int[] sizeLocations;
    private final float[][] sizes;
    private final int[] stepLocations;
    private final float[][] steps;

    /** Looks up the uniforms; the program must be in use, since its samplers are given their units here. */
    GlProgram(GlPrograms owner, Gl gl, int name, ProgramDescriptor descriptor) {
        this.owner = owner;
        this.gl = gl;
        this.name = name;
        this.descriptor = descriptor;
        List<ProgramDescriptor.Uniform> uniforms = descriptor.uniforms();
        locations = new int[uniforms.size()];
        floats = new float[uniforms.size()][];
        ints = new int[uniforms.size()][];
        sent = new boolean[uniforms.size()];
        for (int i = 0; i < locations.length; i++) {
            ProgramDescriptor.Uniform uniform = uniforms.get(i);
            locations[i] = gl.getUniformLocation(name, uniform.name() + (uniform.count() > 0 ? "[0]" : ""));
            floats[i] = new float[uniform.components()];
            ints[i] = new int[uniform.components()];
        }
        targetLocation = gl.getUniformLocation(name, "texon_target_size");
        regionLocation = gl.api().legacy() ? gl.getUniformLocation(name, "texon_region") : -1;
        List<ProgramDescriptor.Input> inputs = descriptor.inputs();
        sizeLocations = new int[inputs.size()];
        sizes = new float[inputs.size()][2];
        stepLocations = new int[inputs.size()];
        steps = new float[inputs.size()][2];
        for (int i = 0; i < inputs.size(); i++) {
            int sampler =
                    gl.getUniformLocation(name, "texon_in_" + inputs.get(i).name());
            if (sampler >= 0) {
                gl.uniform1iv(sampler, new int[] {i});
            }
            sizeLocations[i] = gl.api().legacy()
                    ? gl.getUniformLocation(name, "texon_size_" + inputs.get(i).name())
                    : -1;
            stepLocations[i] =
                    gl.getUniformLocation(name, "texon_step_" + inputs.get(i).name());
        }
    }

    void setTargetSize(int width, int height) {
        setPair(targetLocation, targetSize, width, height);
    }

    /** Only GLSL ES 1.00 asks for it. */
    void setRegion(DrawCommand command) {
        if (regionLocation >= 0
                && (region[0] != command.x()
                        || region[1] != command.y()
                        || region[2] != command.width()
                        || region[3] != command.height())) {
            region[0] = command.x();
            region[1] = command.y();
            region[2] = command.width();
            region[3] = command.height();
            gl.uniform4fv(regionLocation, region);
        }
    }

    void setInputSize(int input, int width, int height) {
        setPair(sizeLocations[input], sizes[input], width, height);
        setPair(stepLocations[input], steps[input], 1f / width, 1f / height);
    }

    void setUniforms(DrawCommand command) {
        for (int i = 0; i < locations.length; i++) {
            if (locations[i] < 0) {
                continue;
            }
            ProgramDescriptor.Uniform uniform = descriptor.uniforms().get(i);
            float[] values = command.floats(i);
            int[] intValues = command.ints(i);
            boolean integers = intValues.length > 0;
            boolean same = integers ? Arrays.equals(intValues, ints[i]) : sameBits(values, floats[i]);
            if (sent[i] && same) {
                continue;
            }
            sent[i] = true;
            System.arraycopy(integers ? intValues : values, 0, integers ? ints[i] : floats[i], 0, uniform.components());
            switch (uniform.type()) {
                case INT -> gl.uniform1iv(locations[i], intValues);
                case FLOAT -> gl.uniform1fv(locations[i], values);
                case VEC2 -> gl.uniform2fv(locations[i], values);
                case VEC3 -> gl.uniform3fv(locations[i], values);
                case VEC4 -> gl.uniform4fv(locations[i], values);
                case MAT4 -> gl.uniformMatrix4fv(locations[i], values);
            }
        }
    }

    /** Arrays.equals takes one NaN for another, and a kernel may look at their bits. */
    private static boolean sameBits(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
                return false;
            }
        }
        return true;
    }

    private void setPair(int location, float[] last, float width, float height) {
        if (location >= 0 && (last[0] != width || last[1] != height)) {
            last[0] = width;
            last[1] = height;
            gl.uniform2fv(location, last);
        }
    }

    @Override
    public void close() {
        owner.delete(this);
    }
}

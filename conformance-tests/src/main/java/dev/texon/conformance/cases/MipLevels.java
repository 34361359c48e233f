package dev.texon.conformance.cases;

import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.Filter;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.shaders.Shaders;

/** Makes textures with levels, reads single levels, and knows what generated levels should hold. */
final class MipLevels {
    private final Trial trial;
    private final Lab lab;

    MipLevels(Trial trial, Lab lab) {
        this.trial = trial;
        this.lab = lab;
    }

    /** All levels, nearest in the nearest level. */
    Texture texture(int width, int height, TextureFormat format) {
        return lab.texture(TextureDescriptor.of("levels", width, height, format)
                .withAllLevels()
                .withFilter(Filter.NEAREST_MIPMAP));
    }

    /** One channel of a level: by explicit level, or, where the language lacks that, sampled at the level's own scale. */
    float[] read(Texture texture, int level, int channel) {
        if (!trial.capabilities().supports(Feature.EXPLICIT_LEVEL)) {
            return sample(texture, level, channel);
        }
        return draw(
                texture,
                level,
                channel,
                lab.program(ProgramDescriptor.builder("explicit level")
                        .texels("inputs")
                        .uniform("channel", UniformType.INT)
                        .uniform("level", UniformType.INT)
                        .output("bytes")
                        .functions(Shaders.functions("pack_float"))
                        .source("""
                        void main() {
                          vec4 v = fetch_inputs(fragment(), level);
                          bytes = pack_float(channel == 0 ? v.r : channel == 1 ? v.g : channel == 2 ? v.b : v.a);
                        }
                        """)));
    }

    /** One channel of a level, sampled at the level's own scale: one place a fragment, at the level's size. */
    float[] sample(Texture texture, int level, int channel) {
        return draw(
                texture,
                level,
                channel,
                lab.program(ProgramDescriptor.builder("sampled level")
                        .sampled("inputs")
                        .uniform("channel", UniformType.INT)
                        .uniform("level", UniformType.INT)
                        .output("bytes")
                        .functions(Shaders.functions("pack_float"))
                        .source("""
                        void main() {
                          vec4 v = sample_inputs(fragment_uv());
                          bytes = pack_float(channel == 0 ? v.r : channel == 1 ? v.g : channel == 2 ? v.b : v.a);
                        }
                        """)));
    }

    private float[] draw(Texture texture, int level, int channel, Program program) {
        TextureDescriptor descriptor = texture.descriptor();
        try (Texture bytes = trial.device()
                .createTexture(TextureDescriptor.of(
                        "bytes", descriptor.width(level), descriptor.height(level), TextureFormat.RGBA8))) {
            trial.device()
                    .pass(program)
                    .input("inputs", texture)
                    .uniform("channel", channel)
                    .uniform("level", level)
                    .target(bytes)
                    .draw();
            return Lab.bytesToFloats(bytes.read());
        }
    }

    /** The refusal half of what needs generated levels. What is declared and was measured not to work is a fault, and not a lack. */
    void refuseGeneration(TextureFormat format) {
        trial.check(
                !trial.capabilities().format(format).declared().contains(FormatFeature.MIPMAP),
                () -> format
                        + " is declared to have its mip levels generated, but they are not made, or are no means: off by "
                        + trial.capabilities().format(format).mipmapError() + " of the largest texel.");
        if (!trial.capabilities().supports(format, FormatFeature.SAMPLED)) {
            trial.expectThrows(GpuUnsupportedException.class, () -> lab.texture("refused", 4, 4, format));
        } else {
            Texture texture =
                    lab.texture(TextureDescriptor.of("refused", 4, 4, format).withAllLevels());
            trial.expectThrows(GpuUnsupportedException.class, texture::generateMipmaps);
        }
    }

    /** Random values that every format stores exactly, so that only the means are rounded: steps, or 1 + n/256 in [1, 2]. */
    float[] random(TextureFormat format, int width, int height) {
        float[] values = new float[width * height * format.channels()];
        for (int i = 0; i < values.length; i++) {
            int steps = format.elementType().steps(i % format.channels());
            int n = trial.random().nextInt(steps > 0 ? steps + 1 : 256);
            values[i] = steps > 0 ? n / (float) steps : 1 + n / 256f;
        }
        return values;
    }

    static double[] channel(float[] values, int channels, int channel) {
        double[] one = new double[values.length / channels];
        for (int i = 0; i < one.length; i++) {
            one[i] = values[i * channels + channel];
        }
        return one;
    }

    /**
     * The box filter: each texel is the mean of the area above it, which is four texels where sides are even, and a part of more
     * where they are odd.
     */
    static double[] box(double[] above, int width, int height) {
        int w = Math.max(1, width / 2);
        int h = Math.max(1, height / 2);
        double[] mean = new double[w * h];
        for (int i = 0; i < mean.length; i++) {
            int row = i / w;
            double left = (double) (i % w) * width / w;
            double right = (double) (i % w + 1) * width / w;
            double top = (double) row * height / h;
            double bottom = (double) (row + 1) * height / h;
            double sum = 0;
            for (int y = (int) top; y < bottom; y++) {
                for (int x = (int) left; x < right; x++) {
                    double covered =
                            (Math.min(right, x + 1) - Math.max(left, x)) * (Math.min(bottom, y + 1) - Math.max(top, y));
                    sum += covered * above[y * width + x];
                }
            }
            mean[i] = sum / ((right - left) * (bottom - top));
        }
        return mean;
    }

    /**
     * The least that a level may hold: the smallest of the covered texels, since any filter over them may be taken; where each side is
     * even, or 1, their mean, less a sixteenth of what lies between, since a driver may draw a level by its linear filter, whose weights
     * FIL-2 lets be off by 1/32 along each axis.
     *
     * @param sign 1; or −1 for the largest instead
     */
    static double[] least(double[] above, int width, int height, int sign) {
        boolean even = (width % 2 == 0 || width == 1) && (height % 2 == 0 || height == 1);
        int w = Math.max(1, width / 2);
        int h = Math.max(1, height / 2);
        double[] box = box(above, width, height);
        double[] least = new double[w * h];
        for (int i = 0; i < least.length; i++) {
            int row = i / w;
            int right = ceilingOfQuotient((i % w + 1) * width, w);
            int bottom = ceilingOfQuotient((row + 1) * height, h);
            double found = Double.POSITIVE_INFINITY;
            for (int y = row * height / h; y < bottom; y++) {
                for (int x = i % w * width / w; x < right; x++) {
                    found = Math.min(found, sign * above[y * width + x]);
                }
            }
            least[i] = even ? box[i] + (sign * found - box[i]) / 16 : sign * found;
        }
        return least;
    }

    private static int ceilingOfQuotient(int a, int b) {
        return (a + b - 1) / b;
    }
}

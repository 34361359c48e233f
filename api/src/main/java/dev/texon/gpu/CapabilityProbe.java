package dev.texon.gpu;

import dev.texon.gpu.spi.DeclaredCapabilities;
import dev.texon.gpu.spi.DriverReadback;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws, reads back and compares, because drivers declare what they do not do. Only what is declared is tried; a value that does not
 * come back, or an error, means that the feature is not there. Floats are observed by encoding them in bytes, since drawing to bytes
 * and reading them is the one thing that every adapter must do.
 */
final class CapabilityProbe {
    private static final int WIDTH = 5;
    private static final int HEIGHT = 3;
    /** Steps of the pattern beyond 11 significant bits: a half that poses as a float shows. */
    private static final float FINE = 0x1p-20f;

    private final GpuDevice device;
    private final DeclaredCapabilities declared;
    private final Program pattern;
    private final Map<String, Program> programs = new HashMap<>();

    CapabilityProbe(GpuDevice device) {
        this.device = device;
        this.declared = device.driver().declared();
        pattern = device.createProgram(ProgramDescriptor.builder("probe pattern")
                .uniform("base", UniformType.FLOAT)
                .uniform("step_size", UniformType.FLOAT)
                .uniform("width", UniformType.FLOAT)
                .output("target")
                .kernel("probe_pattern")
                .build());
    }

    /** Capabilities that believe every declaration: what the probe itself works with. */
    static Capabilities trusted(DeclaredCapabilities declared) {
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(TextureFormat.class);
        declared.formats()
                .forEach((format, features) ->
                        formats.put(format, new FormatSupport(features, features, 0, Double.NaN)));
        return new Capabilities(
                formats,
                declared.features(),
                new Limits(
                        declared.textureSize(),
                        declared.textureSize(),
                        declared.inputs(),
                        declared.renderTargets(),
                        declared.renderTargets(),
                        declared.uniformVectors(),
                        Limits.MOST_LOOP_TURNS),
                new Numerics(0, false, false, false));
    }

    /** @throws GpuUnavailableException if drawing to bytes and reading them does not work */
    Capabilities measure() {
        try {
            return measureAll();
        } finally {
            pattern.close();
            programs.values().forEach(Program::close);
        }
    }

    private Capabilities measureAll() {
        if (!works(() -> renders(TextureFormat.RGBA8, true))) {
            throw new GpuUnavailableException(
                    device.info().renderer() + " (" + device.info().api()
                            + ") does not give back the bytes that it draws; it cannot compute. Try another adapter or driver.");
        }
        int textureSize = textureSize();
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(TextureFormat.class);
        for (TextureFormat format : TextureFormat.values()) {
            Set<FormatFeature> promised = declared.formats().get(format);
            if (promised != null) {
                formats.put(format, measure(format, promised));
            }
        }
        Limits limits = new Limits(
                textureSize,
                declared.textureSize(),
                declared.inputs(),
                renderTargets(widest(formats)),
                declared.renderTargets(),
                declared.uniformVectors(),
                loopTurns());
        return new Capabilities(formats, declared.features(), limits, numerics());
    }

    private static TextureFormat widest(Map<TextureFormat, FormatSupport> formats) {
        for (TextureFormat format : List.of(TextureFormat.RGBA32F, TextureFormat.RGBA16F)) {
            FormatSupport support = formats.get(format);
            if (support != null && support.measured().contains(FormatFeature.RENDER)) {
                return format;
            }
        }
        return TextureFormat.RGBA8;
    }

    /** Tiled GPUs hold 16 to 64 bytes for all targets of a pixel, and some say so only when they draw. */
    private int renderTargets(TextureFormat format) {
        for (int count = declared.renderTargets(); count > 1; count = Integer.highestOneBit(count - 1)) {
            int targets = count;
            if (works(() -> drawsTogether(format, targets))) {
                return count;
            }
        }
        return 1;
    }

    private boolean drawsTogether(TextureFormat format, int count) {
        ProgramDescriptor.Builder kernel = ProgramDescriptor.builder("probe targets")
                .kernel("probe_targets")
                .constant("TARGETS", count);
        for (int i = 0; i < count; i++) {
            kernel.output("target" + i);
        }
        List<Texture> targets = new ArrayList<>();
        try (Program program = device.createProgram(kernel.build())) {
            Pass pass = device.pass(program);
            for (int i = 0; i < count; i++) {
                targets.add(texture(format));
                pass.target(i, targets.get(i));
            }
            pass.draw();
            for (int i = 0; i < count; i++) {
                Texture target = targets.get(i);
                float[] values = device.transfers().readEncoded(target, 0, target.whole());
                for (float value : values) {
                    if (Math.abs(value - (i + 1) / 16f) > 1f / 255) {
                        return false;
                    }
                }
            }
            return true;
        } finally {
            targets.forEach(Texture::close);
        }
    }

    /** Counts the turns of a loop. llvmpipe ends all loops of a fragment after 65,535 together, without an error. */
    private int loopTurns() {
        float counted = valueOr(() -> compute("probe_turns", null, 1, 1)[0], 0).floatValue();
        return (int) Math.max(0, Math.min(Limits.MOST_LOOP_TURNS, counted));
    }

    private FormatSupport measure(TextureFormat format, Set<FormatFeature> promised) {
        Set<FormatFeature> measured = EnumSet.noneOf(FormatFeature.class);
        if (works(() -> uploads(format))) {
            measured.add(FormatFeature.UPLOAD);
            measured.add(FormatFeature.SAMPLED);
        }
        if (promised.contains(FormatFeature.RENDER) && works(() -> renders(format, false))) {
            measured.add(FormatFeature.RENDER);
            measured.add(FormatFeature.SAMPLED);
            if (promised.contains(FormatFeature.READ_BACK) && works(() -> renders(format, true))) {
                measured.add(FormatFeature.READ_BACK);
            }
            if (promised.contains(FormatFeature.BLEND) && works(() -> blends(format))) {
                measured.add(FormatFeature.BLEND);
            }
            if (promised.contains(FormatFeature.BLEND_MIN_MAX) && works(() -> keepsSmallerAndLarger(format))) {
                measured.add(FormatFeature.BLEND_MIN_MAX);
            }
        }
        int filterBits = 0;
        if (promised.contains(FormatFeature.LINEAR_FILTER)) {
            filterBits = valueOr(() -> filterBits(format), 0).intValue();
            if (filterBits > 0) {
                measured.add(FormatFeature.LINEAR_FILTER);
            }
        }
        double mipmapError = Double.NaN;
        if (promised.contains(FormatFeature.MIPMAP)) {
            mipmapError = valueOr(() -> mipmapError(format), Double.NaN).doubleValue();
            if (mipmapError <= meanTolerance(format)) {
                measured.add(FormatFeature.MIPMAP);
            }
        }
        return new FormatSupport(promised, measured, filterBits, mipmapError);
    }

    /** One level rounds once: by half a step of a byte, 2⁻¹¹ of a half; sums of four add up to twice that. Not the mean is far off. */
    private static double meanTolerance(TextureFormat format) {
        return Math.max(2 * format.elementType().step(0), FINE);
    }

    private boolean works(BooleanSupplier attempt) {
        try {
            return attempt.getAsBoolean();
        } catch (GpuDeviceLostException e) {
            throw e;
        } catch (GpuException e) {
            return false;
        }
    }

    private interface Measurement {
        Number take();
    }

    private Number valueOr(Measurement measurement, Number otherwise) {
        try {
            return measurement.take();
        } catch (GpuDeviceLostException e) {
            throw e;
        } catch (GpuException e) {
            return otherwise;
        }
    }

    private Texture texture(TextureFormat format) {
        return device.createTexture(TextureDescriptor.of("probe " + format, WIDTH, HEIGHT, format));
    }

    private static float base(TextureFormat format) {
        return format.elementType().normalized() ? 0f : 1f;
    }

    /** Steps that the format stores exactly. */
    private static float step(TextureFormat format) {
        return (float) Math.max(format.elementType().step(0), FINE);
    }

    /** What probe_pattern writes, in the format's channels. */
    private static float[] expected(TextureFormat format) {
        return expected(format, 0);
    }

    /** @param more steps that were added */
    private static float[] expected(TextureFormat format, int more) {
        float[] values = new float[WIDTH * HEIGHT * format.channels()];
        for (int i = 0; i < values.length; i++) {
            int n = 4 * (i / format.channels()) + i % format.channels() + more;
            int steps = format.elementType().steps(0);
            values[i] = steps > 0 ? n / (float) steps : base(format) + step(format) * n;
        }
        return values;
    }

    private static boolean same(TextureFormat format, float[] expected, float[] actual) {
        if (!format.elementType().normalized()) {
            return Arrays.equals(expected, actual);
        }
        // A byte b is b / 255, which the adapter may round differently: compare the steps.
        for (int i = 0; i < expected.length; i++) {
            int steps = format.elementType().steps(i % format.channels());
            if (Math.round(steps * expected[i]) != Math.round(steps * actual[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean uploads(TextureFormat format) {
        try (Texture texture = texture(format)) {
            texture.upload(expected(format));
            return same(format, expected(format), device.transfers().readEncoded(texture, 0, texture.whole()));
        }
    }

    private void drawPattern(Texture target, float base, float step, Blend blend) {
        device.pass(pattern)
                .uniform("base", base)
                .uniform("step_size", step)
                .uniform("width", (float) WIDTH)
                .target(target)
                .blend(blend)
                .draw();
    }

    private boolean renders(TextureFormat format, boolean readDirectly) {
        try (Texture texture = texture(format)) {
            drawPattern(texture, base(format), step(format), Blend.NONE);
            return same(
                    format,
                    expected(format),
                    readDirectly ? readDirectly(texture) : device.transfers().readEncoded(texture, 0, texture.whole()));
        }
    }

    private float[] readDirectly(Texture texture) {
        TextureFormat format = texture.descriptor().format();
        ElementType type = format.elementType().readBackType();
        float[] values = new float[WIDTH * HEIGHT * format.channels()];
        ByteBuffer data = ByteBuffer.allocateDirect(WIDTH * HEIGHT * type.bytesPerTexel(format.channels()))
                .order(ByteOrder.nativeOrder());
        DriverReadback readback = device.driver().readBack(texture.driverTexture(), 0, texture.whole(), type, true);
        readback.get(data);
        data.flip();
        type.decode(data, FloatBuffer.wrap(values));
        return values;
    }

    /** The pattern and a constant of five steps must add up; either of them alone is not the sum. */
    private boolean blends(TextureFormat format) {
        try (Texture texture = texture(format)) {
            drawPattern(texture, base(format), step(format), Blend.NONE);
            drawPattern(texture, 5 * step(format), 0f, Blend.ADD);
            return same(format, expected(format, 5), device.transfers().readEncoded(texture, 0, texture.whole()));
        }
    }

    /** Of the pattern and a constant in its middle; the pattern alone, and the constant alone, are neither. */
    private boolean keepsSmallerAndLarger(TextureFormat format) {
        float[] pattern = expected(format);
        float middle = pattern[pattern.length / 2];
        for (Blend blend : List.of(Blend.MIN, Blend.MAX)) {
            float[] kept = new float[pattern.length];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = blend == Blend.MIN ? Math.min(pattern[i], middle) : Math.max(pattern[i], middle);
            }
            try (Texture texture = texture(format)) {
                drawPattern(texture, base(format), step(format), Blend.NONE);
                drawPattern(texture, middle, 0f, blend);
                if (!same(format, kept, device.transfers().readEncoded(texture, 0, texture.whole()))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** 0 if the values between two texels are not a line: nearest is off by 1/2, and two bits of weight by 1/8. */
    private int filterBits(TextureFormat format) {
        TextureDescriptor descriptor =
                TextureDescriptor.of("probe linear " + format, 2, 1, format).withFilter(Filter.LINEAR);
        float[] values = new float[2 * format.channels()];
        Arrays.fill(values, format.channels(), values.length, 1f);
        float[] weights;
        try (Texture texture = device.createTexture(descriptor)) {
            texture.upload(values);
            weights = compute("probe_linear", texture, 256, 1);
        }
        double worst = 0x1p-25;
        for (int i = 0; i < weights.length; i++) {
            double error = Math.abs(weights[i] - (i + 0.5) / 256);
            worst = error <= worst ? worst : error;
        }
        return worst < 0.1 ? (int) Math.floor(-Math.log(2 * worst) / Math.log(2)) : 0;
    }

    private double mipmapError(TextureFormat format) {
        int size = 4;
        TextureDescriptor descriptor = TextureDescriptor.of("probe mipmap " + format, size, size, format)
                .withAllLevels()
                .withFilter(Filter.NEAREST_MIPMAP);
        float[] level0 = new float[size * size];
        for (int i = 0; i < level0.length; i++) {
            // No row or column is the mean of its neighbours, so that taking one texel, or two, is far from the mean.
            level0[i] = (i * 7 % 16) * 16 / 255f;
        }
        float[] values = new float[level0.length * format.channels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = level0[i / format.channels()];
        }
        try (Texture texture = device.createTexture(descriptor)) {
            texture.upload(values);
            texture.generateMipmaps();
            double worst = 0;
            double[] mean = toDouble(level0);
            for (int level = 1; level < descriptor.levels(); level++) {
                int side = size >> level;
                mean = halve(mean, side);
                float[] actual = firstChannel(texture, level, side);
                for (int i = 0; i < mean.length; i++) {
                    double error = Math.abs(actual[i] - mean[i]) / (240.0 / 255);
                    worst = error <= worst ? worst : error;
                }
            }
            return worst;
        }
    }

    private static double[] toDouble(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    private static double[] halve(double[] values, int side) {
        double[] mean = new double[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int i = 2 * y * 2 * side + 2 * x;
                mean[y * side + x] = (values[i] + values[i + 1] + values[i + 2 * side] + values[i + 2 * side + 1]) / 4;
            }
        }
        return mean;
    }

    private float[] firstChannel(Texture texture, int level, int side) {
        if (!declared.features().contains(Feature.EXPLICIT_LEVEL)) {
            return compute("probe_level", texture, side, side);
        }
        int channels = texture.descriptor().format().channels();
        float[] all = device.transfers().readEncoded(texture, level, texture.whole(level));
        float[] first = new float[side * side];
        for (int i = 0; i < first.length; i++) {
            first[i] = all[i * channels];
        }
        return first;
    }

    /** Draws a kernel that encodes one float per fragment in bytes, and decodes them. */
    private float[] compute(String kernel, @Nullable Texture source, int width, int height) {
        Program program = programs.computeIfAbsent(kernel, name -> compile(name, source != null));
        try (Texture target = device.createTexture(TextureDescriptor.of(kernel, width, height, TextureFormat.RGBA8))) {
            Pass pass = device.pass(program).target(target);
            if (source != null) {
                pass.input("source", source);
            } else {
                pass.uniform("one", 1f).uniform("big", 3e38f).uniform("tiny", 0x1p-126f);
            }
            pass.draw();
            float[] bytes = target.read();
            float[] values = new float[width * height];
            for (int i = 0; i < values.length; i++) {
                int bits = 0;
                for (int b = 3; b >= 0; b--) {
                    bits = bits << 8 | Math.round(255 * bytes[4 * i + b]);
                }
                values[i] = Float.intBitsToFloat(bits);
            }
            return values;
        }
    }

    private Program compile(String kernel, boolean samples) {
        ProgramDescriptor.Builder builder =
                ProgramDescriptor.builder(kernel).kernel(kernel).output("bytes");
        if (samples) {
            builder.sampled("source");
        } else {
            builder.constant("TURNS", Limits.MOST_LOOP_TURNS)
                    .uniform("one", UniformType.FLOAT)
                    .uniform("big", UniformType.FLOAT)
                    .uniform("tiny", UniformType.FLOAT);
        }
        return device.createProgram(builder.build());
    }

    private Numerics numerics() {
        float[] answers = compute("probe_numerics", null, 27, 1);
        int bits = 1;
        while (bits < 24 && answers[bits] == 1 + Math.scalb(1f, -bits)) {
            bits++;
        }
        return new Numerics(
                bits, answers[24] == Float.POSITIVE_INFINITY, Float.isNaN(answers[25]), answers[26] == 0x1p-127f);
    }

    /** Halves the declared size until strips of that length, along and across, hold the right values at their ends. */
    private int textureSize() {
        int size = declared.textureSize();
        try (Program program = device.createProgram(ProgramDescriptor.builder("probe position")
                .output("bytes")
                .kernel("probe_position")
                .build())) {
            while (size > 64) {
                int side = size;
                if (works(() -> drawsStrip(program, side, 1)) && works(() -> drawsStrip(program, 1, side))) {
                    return size;
                }
                size /= 2;
            }
        }
        return size;
    }

    private boolean drawsStrip(Program program, int width, int height) {
        try (Texture strip =
                device.createTexture(TextureDescriptor.of("probe size", width, height, TextureFormat.RGBA8))) {
            device.pass(program).target(strip).draw();
            Region end = new Region(
                    Math.max(0, width - 32), Math.max(0, height - 32), Math.min(32, width), Math.min(32, height));
            float[] bytes = strip.read(0, end);
            for (int i = 0; i < end.texels(); i++) {
                int x = end.x() + i % end.width();
                int y = end.y() + i / end.width();
                int[] place = {x & 255, x >> 8, y & 255, y >> 8};
                for (int c = 0; c < 4; c++) {
                    if (Math.round(255 * bytes[4 * i + c]) != (place[c] & 255)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}

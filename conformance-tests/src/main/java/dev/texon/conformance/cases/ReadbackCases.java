package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.ShaderCompileException;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What comes back from the GPU: both codecs, regions, alignments, and readbacks that do not wait. */
public final class ReadbackCases implements CaseGroup {
    private static final int WIDTH = 13;
    private static final int HEIGHT = 7;
    /** Makes pack_float take its arithmetic way even where the language gives the bits. */
    private static final String WITHOUT_BITS = "#undef TEXON_FLOAT_BITS\n";

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.add(ConformanceCase.of("readback/codec/bits", "RDB-1")
                .checks(
                        "100,000 random bit patterns, subnormals among them, come back bit for bit; NaN without payload.")
                .requires(Lab.floatInputs(), new Requirement.Highp(), new Requirement.OfFeature(Feature.FLOAT_BITS))
                .refusal(ReadbackCases::refuseBits)
                .lookAt("values that change on their way through a sampler")
                .body(trial -> codec(trial, "", true)));
        cases.add(ConformanceCase.of("readback/codec/arithmetic", "RDB-1")
                .checks("100,000 random floats encoded by exact arithmetic come back, all but subnormals and payloads.")
                .requires(Lab.floatInputs(), new Requirement.Highp())
                .lookAt("precision of multiplication by powers of two, and rounding of floor")
                .body(trial -> codec(trial, WITHOUT_BITS, false)));
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(region(format));
            cases.add(rowLengths(format));
        }
        cases.add(ConformanceCase.of("readback/async/order", "RDB-3")
                .checks("Readbacks started before later passes give what was there when they were started.")
                .lookAt("pixel-pack buffers and fences")
                .body(ReadbackCases::asyncOrder));
        cases.add(ConformanceCase.of("readback/async/floats", "RDB-3")
                .checks("An asynchronous readback of floats equals a waiting one.")
                .requires(Lab.floatInputs())
                .lookAt("the size of the pixel-pack buffer")
                .body(ReadbackCases::asyncFloats));
        cases.add(ConformanceCase.of("readback/buffer", "RDB-2")
                .checks(
                        "Reading into a buffer writes from its position on; one that is too small is refused and not touched.")
                .lookAt("buffer positions")
                .body(ReadbackCases::buffer));
        return cases;
    }

    private static void refuseBits(Trial trial) {
        if (!trial.capabilities().supports(Feature.FLOAT_BITS)) {
            trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial)
                    .program(ProgramDescriptor.builder("bits")
                            .output("target")
                            .source("void main() { target = vec4(float(floatBitsToUint(1.0))); }")));
        }
    }

    /** @param all whether subnormals and NaN are among the patterns */
    private static void codec(Trial trial, String before, boolean all) {
        int count = 100_000;
        float[] values = new float[count];
        float[] edges = {
            0f,
            -0f,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            0x1p-126f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            5f,
            1 - 0x1p-24f
        };
        System.arraycopy(edges, 0, values, 0, edges.length);
        for (int i = edges.length; i < count; i++) {
            do {
                values[i] = Float.intBitsToFloat(trial.random().nextInt());
            } while (!all && (Float.isNaN(values[i]) || Math.abs(values[i]) < 0x1p-126f));
        }
        Lab lab = new Lab(trial);
        lab.checkEqual("The codec", values, lab.evaluateAfter(before, "a", values), 64, 1);
        float[] subnormal = {0x1p-127f, 0x1p-149f, -0x1.8p-130f};
        float[] kept = lab.evaluateAfter(before, "a", subnormal);
        trial.measured("subnormals kept", Arrays.equals(subnormal, kept) ? 1 : 0, "of 1");
    }

    private static ConformanceCase region(TextureFormat format) {
        return Lab.perFormat("readback/region", format, "RDB-2")
                .checks("Reading a region of " + format + " gives its texels.")
                .requires(Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> refuse(trial, format))
                .lookAt("row order and row length")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] values = lab.storable(format, WIDTH * HEIGHT * format.channels());
                    Texture texture = lab.texture("whole", WIDTH, HEIGHT, format);
                    texture.upload(values);
                    for (Region region : List.of(
                            new Region(0, 0, 1, 1),
                            new Region(3, 2, 7, 5),
                            new Region(12, 6, 1, 1),
                            new Region(0, 6, 13, 1),
                            new Region(5, 0, 1, 7))) {
                        float[] expected = new float[(int) region.texels() * format.channels()];
                        int rowLength = region.width() * format.channels();
                        for (int row = 0; row < region.height(); row++) {
                            int from = ((region.y() + row) * WIDTH + region.x()) * format.channels();
                            System.arraycopy(values, from, expected, row * rowLength, rowLength);
                        }
                        lab.checkEqual(
                                "Region " + region + " of " + format,
                                expected,
                                lab.asSteps(format, texture.read(0, region)),
                                region.width(),
                                format.channels());
                    }
                    trial.expectThrows(IllegalArgumentException.class, () -> texture.read(0, new Region(7, 0, 7, 1)));
                });
    }

    private static void refuse(Trial trial, TextureFormat format) {
        trial.expectThrows(GpuUnsupportedException.class, () -> new Lab(trial).texture("refused", 4, 4, format));
    }

    /** Widths 1 to 9 give every remainder of a row's bytes by 2, 4 and 8, which drivers align rows to; so do offsets 0 to 8. */
    private static ConformanceCase rowLengths(TextureFormat format) {
        return Lab.perFormat("readback/row-length", format, "RDB-2")
                .checks(
                        "Uploads and readbacks of " + format
                                + " at every row length from 1 to 9 texels and every offset from 0 to 8, and up to 17, are exact.")
                .requires(Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> refuse(trial, format))
                .lookAt("row alignment of uploads and readbacks")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    int channels = format.channels();
                    Texture texture = lab.texture("rows", 18, 3, format);
                    for (int width = 1; width <= 17; width++) {
                        for (int x = width <= 9 ? 0 : 18 - width; x <= Math.min(8, 18 - width); x++) {
                            Region region = new Region(x, 0, width, 3);
                            float[] values = lab.storable(format, width * 3 * channels);
                            texture.upload(0, region, values);
                            lab.checkEqual(
                                    "Rows of " + width + " texels of " + format + " from column " + x + " on",
                                    values,
                                    lab.asSteps(format, texture.read(0, region)),
                                    width,
                                    channels);
                        }
                    }
                });
    }

    private static void asyncOrder(Trial trial) {
        Lab lab = new Lab(trial);
        Program program = lab.program(ProgramDescriptor.builder("number")
                .uniform("number", UniformType.FLOAT)
                .output("target")
                .source("void main() { target = vec4(vec2(fragment()), number, 255.0) / 255.0; }"));
        Texture target = lab.texture("target", WIDTH, HEIGHT, TextureFormat.RGBA8);
        Pass pass = trial.device().pass(program).target(target);
        List<CompletableFuture<float[]>> futures = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pass.uniform("number", (float) i).draw();
            futures.add(target.readAsync(0, target.whole()));
        }
        // The last one is taken by waiting for it, the others by polling.
        float[] last = futures.get(4).join();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!futures.stream().allMatch(CompletableFuture::isDone) && System.nanoTime() < deadline) {
            trial.device().poll();
        }
        for (int i = 0; i < 5; i++) {
            int number = i;
            trial.check(futures.get(i).isDone(), () -> "Readback " + number + " is not done after 20 s of polling.");
            float[] actual = i == 4 ? last : futures.get(i).join();
            for (int other = 0; other < 5; other++) {
                int holds = other;
                trial.check(
                        other == i || !Arrays.equals(actual, drawnBy(other)),
                        () -> "Readback " + number + ", started after draw " + number + ", holds what draw " + holds
                                + " left.");
            }
            lab.checkEqual("Readback " + i, drawnBy(i), actual, WIDTH, 4);
        }
    }

    /** Column, row and the number of the draw, so that a readback tells which draw, which place and which channel it holds. */
    private static float[] drawnBy(int number) {
        float[] values = new float[WIDTH * HEIGHT * 4];
        for (int texel = 0; texel < WIDTH * HEIGHT; texel++) {
            int row = texel / WIDTH;
            values[4 * texel] = (texel - row * WIDTH) / 255f;
            values[4 * texel + 1] = row / 255f;
            values[4 * texel + 2] = number / 255f;
            values[4 * texel + 3] = 1f;
        }
        return values;
    }

    private static void asyncFloats(Trial trial) {
        Lab lab = new Lab(trial);
        for (TextureFormat format : List.of(TextureFormat.R32F, TextureFormat.RGBA32F, TextureFormat.RGBA16F)) {
            if (!trial.capabilities().supports(format, FormatFeature.SAMPLED)) {
                continue;
            }
            float[] values = lab.storable(format, 101 * 37 * format.channels());
            Texture texture = lab.texture("floats", 101, 37, format);
            texture.upload(values);
            lab.checkEqual(
                    "The asynchronous readback of " + format,
                    values,
                    texture.readAsync(0, texture.whole()).join(),
                    101,
                    format.channels());
        }
    }

    private static void buffer(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = lab.texture("bytes", 3, 2, TextureFormat.RGBA8);
        float[] values = new float[24];
        for (int i = 0; i < 24; i++) {
            values[i] = 10 * i / 255f;
        }
        texture.upload(values);
        FloatBuffer into = FloatBuffer.allocate(30).position(4);
        texture.read(0, texture.whole(), into);
        trial.check(
                into.position() == 28, () -> "The readback left the buffer at " + into.position() + " instead of 28.");
        lab.checkEqual(
                "The buffer", values, lab.asSteps(TextureFormat.RGBA8, Arrays.copyOfRange(into.array(), 4, 28)), 3, 4);
        FloatBuffer small = FloatBuffer.allocate(23);
        trial.expectThrows(IllegalArgumentException.class, () -> texture.read(0, texture.whole(), small));
        trial.check(small.position() == 0, () -> "The refused readback moved the buffer to " + small.position() + ".");
    }
}

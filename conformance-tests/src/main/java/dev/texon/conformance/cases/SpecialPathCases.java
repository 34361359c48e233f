package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Blend;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Inf, NaN, signed zeros and subnormals on each way into, between and out of textures. */
public final class SpecialPathCases implements CaseGroup {
    /** Texels of each texture; as many as there are special values. */
    private static final int COUNT = 8;

    /** Of the smallest normal number: a subnormal of two significant bits. */
    private static final float BETWEEN = -0x1.8p-6f;

    private static final String COPY = "void main() { target = fetch_inputs(fragment()); }";

    /** Takes special values along one way, and returns what arrives. */
    private interface Path {
        float[] take(Trial trial, Lab lab, TextureFormat format, float[] values);
    }

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format :
                List.of(TextureFormat.R16F, TextureFormat.RGBA16F, TextureFormat.R32F, TextureFormat.RGBA32F)) {
            cases.add(sampled(
                    "upload",
                    "uploaded and fetched",
                    format,
                    (trial, lab, f, values) -> lab.fetch(uploaded(lab, f, values))));
            cases.add(sampled("sample", "sampled at the nearest texel", format, SpecialPathCases::sample));
            cases.add(sampled("read", "read back", format, (trial, lab, f, values) -> uploaded(lab, f, values)
                    .read()));
            cases.add(sampled("read-async", "read back asynchronously", format, (trial, lab, f, values) -> {
                Texture texture = uploaded(lab, f, values);
                return texture.readAsync(0, texture.whole()).join();
            }));
            cases.add(level(format));
            cases.add(rendered("draw", "drawn", format, (trial, lab, f, values) -> {
                Texture drawn = lab.texture("drawn", COUNT, 1, f);
                lab.copy(uploaded(lab, f, values), drawn, COPY);
                return lab.fetch(drawn);
            }));
            cases.add(rendered("copy", "copied", format, (trial, lab, f, values) -> {
                Texture copied = lab.texture("copied", COUNT, 1, f);
                Texture source = uploaded(lab, f, values);
                source.copyTo(copied, source.whole(), 0, 0);
                return lab.fetch(copied);
            }));
            cases.add(rendered("draw-read", "drawn and read back", format, (trial, lab, f, values) -> {
                Texture drawn = lab.texture("drawn", COUNT, 1, f);
                lab.copy(uploaded(lab, f, values), drawn, COPY);
                return drawn.read();
            }));
            cases.add(blend(format));
            cases.add(filter(format));
            cases.add(smallFilter(format));
        }
        return cases;
    }

    private static ConformanceCase.Builder path(String name, String done, TextureFormat format) {
        return Lab.perFormat("special/" + name, format, "SPV-3")
                .checks("Inf and NaN stay what they are in " + format + " when they are " + done
                        + "; zeros and subnormals stay or become zero.")
                .lookAt("clamping on upload, in samplers, in color buffers, and on readback");
    }

    private static ConformanceCase sampled(String name, String done, TextureFormat format, Path path) {
        return path(name, done, format)
                .requires(Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> trial.expectThrows(
                        GpuUnsupportedException.class, () -> new Lab(trial).texture("refused", 1, 1, format)))
                .body(trial -> judge(trial, format, done, path));
    }

    private static ConformanceCase rendered(String name, String done, TextureFormat format, Path path) {
        return path(name, done, format)
                .requires(Lab.can(format, FormatFeature.RENDER))
                .refusal(trial -> PassCases.refuseTarget(trial, format))
                .body(trial -> judge(trial, format, done, path));
    }

    /** Two infinities and NaN, both zeros, and subnormals of the element type; another order in each channel. */
    private static float[] values(TextureFormat format) {
        float[] subnormals = subnormals(format);
        float[] kinds = {
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            0f,
            -0f,
            subnormals[0],
            subnormals[1],
            subnormals[2]
        };
        float[] values = new float[COUNT * format.channels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = kinds[(i / format.channels() + i % format.channels()) % COUNT];
        }
        return values;
    }

    /** The smallest, the power of two below the normal ones, and a negative one between. */
    private static float[] subnormals(TextureFormat format) {
        float normal = format.elementType().minNormal();
        return new float[] {(float) (normal * format.elementType().step(0)), normal / 2, normal * BETWEEN};
    }

    private static Texture uploaded(Lab lab, TextureFormat format, float[] values) {
        Texture texture = lab.texture("special", COUNT, 1, format);
        texture.upload(values);
        return texture;
    }

    private static void judge(Trial trial, TextureFormat format, String done, Path path) {
        float[] expected = values(format);
        float[] actual = path.take(trial, new Lab(trial), format, expected);
        int subnormals = 0;
        int subnormalsKept = 0;
        int zeros = 0;
        int signsKept = 0;
        for (int i = 0; i < expected.length; i++) {
            float given = expected[i];
            float found = actual[i];
            int at = i;
            boolean number = Float.isFinite(given);
            trial.check(
                    Float.compare(given, found) == 0 || (number && found == 0f),
                    () -> "After being " + done + ", " + format + " holds " + found + " instead of " + given
                            + " at texel "
                            + at / format.channels() + ", channel " + at % format.channels() + "."
                            + (number ? " Itself and 0 are accepted." : ""));
            if (number && given != 0f) {
                subnormals++;
                subnormalsKept += found == given ? 1 : 0;
            } else if (number) {
                zeros++;
                signsKept += Float.compare(given, found) == 0 ? 1 : 0;
            }
        }
        trial.measured("subnormals kept", subnormalsKept, "of " + subnormals);
        trial.measured("zeros that keep their sign", signsKept, "of " + zeros);
    }

    private static float[] sample(Trial trial, Lab lab, TextureFormat format, float[] values) {
        return channels(trial, lab, uploaded(lab, format, values), "sampled", """
                void main() {
                  vec4 v = sample_inputs(fragment_uv());
                  bytes = pack_float(channel == 0 ? v.r : channel == 1 ? v.g : channel == 2 ? v.b : v.a);
                }
                """);
    }

    /** Draws a kernel for each channel of an input, and collects what it packs. */
    private static float[] channels(Trial trial, Lab lab, Texture texture, String access, String source) {
        ProgramDescriptor.Builder builder = ProgramDescriptor.builder("channels")
                .uniform("channel", UniformType.INT)
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source(source);
        Program program = lab.program(access.equals("texels") ? builder.texels("inputs") : builder.sampled("inputs"));
        int channels = texture.descriptor().format().channels();
        float[] all = new float[COUNT * channels];
        Texture bytes = lab.texture("bytes", COUNT, 1, TextureFormat.RGBA8);
        for (int channel = 0; channel < channels; channel++) {
            trial.device()
                    .pass(program)
                    .input("inputs", texture)
                    .uniform("channel", channel)
                    .target(bytes)
                    .draw();
            float[] one = Lab.bytesToFloats(bytes.read());
            for (int i = 0; i < COUNT; i++) {
                all[i * channels + channel] = one[i];
            }
        }
        return all;
    }

    private static ConformanceCase level(TextureFormat format) {
        String done = "uploaded to a mip level and fetched from it";
        return path("level", done, format)
                .requires(new Requirement.OfFeature(Feature.EXPLICIT_LEVEL), Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> {
                    if (trial.capabilities().supports(Feature.EXPLICIT_LEVEL)) {
                        trial.expectThrows(
                                GpuUnsupportedException.class, () -> new Lab(trial).texture("refused", 1, 1, format));
                    } else {
                        MipmapCases.refuseExplicit(trial);
                    }
                })
                .body(trial -> judge(trial, format, done, (t, lab, f, values) -> {
                    Texture texture = lab.texture(
                            TextureDescriptor.of("special", 2 * COUNT, 1, f).withAllLevels());
                    texture.upload(1, texture.whole(1), values);
                    return channels(t, lab, texture, "texels", """
                            void main() {
                              vec4 v = fetch_inputs(fragment(), 1);
                              bytes = pack_float(channel == 0 ? v.r : channel == 1 ? v.g : channel == 2 ? v.b : v.a);
                            }
                            """);
                }));
    }

    private static ConformanceCase blend(TextureFormat format) {
        String done = "added to zero by blending";
        return path("blend", done, format)
                .requires(Lab.can(format, FormatFeature.BLEND))
                .refusal(trial -> {
                    Lab lab = new Lab(trial);
                    if (trial.capabilities().supports(format, FormatFeature.RENDER)) {
                        Program program = lab.program(ProgramDescriptor.builder("refused")
                                .output("target")
                                .source("void main() { target = vec4(1.0); }"));
                        Texture target = lab.texture("target", 1, 1, format);
                        trial.expectThrows(GpuUnsupportedException.class, () -> trial.device()
                                .pass(program)
                                .target(target)
                                .blend(Blend.ADD)
                                .draw());
                    } else {
                        PassCases.refuseTarget(trial, format);
                    }
                })
                .body(trial -> judge(trial, format, done, (t, lab, f, values) -> {
                    Texture sum = lab.texture("sum", COUNT, 1, f);
                    Program program = lab.program(ProgramDescriptor.builder("add")
                            .texels("inputs")
                            .output("target")
                            .source(COPY));
                    t.device()
                            .pass(program)
                            .input("inputs", uploaded(lab, f, values))
                            .target(sum)
                            .blend(Blend.ADD)
                            .draw();
                    return lab.fetch(sum);
                }));
    }

    /** One special texel among ones, sampled linearly at 64 places per texel. */
    private static ConformanceCase filter(TextureFormat format) {
        return Lab.perFormat("special/filter", format, "FIL-5")
                .checks("A linear filter of " + format
                        + " shows an Inf or NaN at its texel's centre, and nothing of it beyond the next centre.")
                .requires(Lab.can(format, FormatFeature.LINEAR_FILTER))
                .refusal(trial -> FilterCases.refuseLinear(trial, format))
                .lookAt("weights of zero times Inf, clamping in samplers")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    for (float special : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN}) {
                        checkFilter(trial, lab, format, special);
                    }
                });
    }

    /** A mean of equal numbers: itself, a step of rounding beside it, or zero. */
    private static ConformanceCase smallFilter(TextureFormat format) {
        return Lab.perFormat("special/filter/small", format, "SPV-4")
                .checks("Between equal zeros or subnormals of " + format + " a linear filter gives them, or zero.")
                .requires(Lab.can(format, FormatFeature.LINEAR_FILTER))
                .refusal(trial -> FilterCases.refuseLinear(trial, format))
                .lookAt("filters that normalise subnormals")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] subnormals = subnormals(format);
                    double step = subnormals[0];
                    Texture texture = lab.texture(
                            TextureDescriptor.of("small", COUNT, 1, format).withFilter(Filter.LINEAR));
                    Program program = lab.program(
                            ProgramDescriptor.builder("filtered small")
                                    .sampled("inputs")
                                    .output("bytes")
                                    .functions(Shaders.functions("pack_float"))
                                    .source(
                                            "void main() { bytes = pack_float(sample_inputs(vec2(float(fragment().x) / 64.0, 0.5)).r); }"));
                    int kept = 0;
                    float[] kinds = {0f, -0f, subnormals[0], subnormals[2], subnormals[1]};
                    for (float kind : kinds) {
                        float[] values = new float[COUNT * format.channels()];
                        Arrays.fill(values, kind);
                        texture.upload(values);
                        float[] actual = Lab.bytesToFloats(lab.draw(program, texture, 64, 1));
                        for (float found : actual) {
                            trial.check(
                                    found == 0f || (kind != 0f && Math.abs((double) found - kind) <= step),
                                    () -> "Between texels of " + format + " that are all " + kind
                                            + " a linear filter gives " + found + "; that, a step beside it, or 0 is"
                                            + " accepted.");
                        }
                        kept += actual[1] == kind && kind != 0f ? 1 : 0;
                    }
                    trial.measured("subnormals kept", kept, "of 3");
                });
    }

    private static void checkFilter(Trial trial, Lab lab, TextureFormat format, float special) {
        Texture texture =
                lab.texture(TextureDescriptor.of("special", COUNT, 1, format).withFilter(Filter.LINEAR));
        float[] values = new float[COUNT * format.channels()];
        Arrays.fill(values, 1f);
        Arrays.fill(values, 3 * format.channels(), 4 * format.channels(), special);
        texture.upload(values);
        Program program = lab.program(
                ProgramDescriptor.builder("filtered")
                        .sampled("inputs")
                        .output("bytes")
                        .functions(Shaders.functions("pack_float"))
                        .source(
                                "void main() { bytes = pack_float(sample_inputs(vec2(float(fragment().x) / 512.0, 0.5)).r); }"));
        float[] actual = Lab.bytesToFloats(lab.draw(program, texture, 512, 1));
        double reach = 0;
        for (int i = 0; i < actual.length; i++) {
            double distance = Math.abs(i / 64.0 - 3.5);
            float found = actual[i];
            if (!Float.isFinite(found)) {
                reach = Math.max(reach, distance);
            }
            // Weights of 4 bits, which FIL-2 accepts, may put the next centre off by 1/32.
            if (distance > 1 + 1.0 / 32) {
                trial.check(
                        Math.abs(found - 1) <= 0x1p-10,
                        () -> "A sample " + distance + " texels from the centre of a texel that is " + special + " in "
                                + format + " is " + found + " instead of 1.");
            } else if (distance == 0) {
                // Inf times 1 plus a neighbour times 0 is Inf; a + (b - a) * 0 is NaN, which tells, too.
                trial.check(
                        Float.isNaN(found) || found == special,
                        () -> "A sample at the centre of a texel that is " + special + " in " + format + " is " + found
                                + ".");
                trial.measured(
                        special + " stays itself at its centre", Float.compare(found, special) == 0 ? 1 : 0, "of 1");
            }
        }
        trial.measured("reach of " + special, reach, "texels");
    }
}

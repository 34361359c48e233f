package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Blend;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.ShaderCompileException;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Drawing to textures and reading back. */
public final class PassCases implements CaseGroup {
    private static final int WIDTH = 13;
    private static final int HEIGHT = 7;
    private static final String COPY = "void main() { target = fetch_inputs(fragment()); }";

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(render(format));
        }
        cases.add(ConformanceCase.of("pass/coordinates", "PAS-2")
                .checks("fragment() and fragment_uv() are the texel that is written.")
                .lookAt("a flipped or shifted framebuffer origin")
                .body(PassCases::coordinates));
        cases.add(ConformanceCase.of("pass/region", "PAS-3")
                .checks("A pass with a region writes its texels and no others.")
                .lookAt("viewport and guard band")
                .body(PassCases::region));
        for (int count = 2; count <= 8; count++) {
            cases.add(targets(count, TextureFormat.RGBA8));
        }
        // What networks draw to.
        cases.add(targets(4, TextureFormat.RGBA32F));
        cases.add(targets(8, TextureFormat.RGBA32F));
        cases.add(ConformanceCase.of("pass/targets/mixed", "PAS-4")
                .checks("Targets with one and four channels in one pass get their own outputs.")
                .requires(
                        new Requirement.RenderTargets(2),
                        new Requirement.OfFeature(Feature.MIXED_TARGETS),
                        Lab.can(TextureFormat.R8, FormatFeature.RENDER))
                .refusal(trial -> {
                    if (trial.capabilities().limits().renderTargets() >= 2) {
                        trial.expectThrows(GpuUnsupportedException.class, () -> mixedTargets(trial));
                    }
                })
                .lookAt("the color mask")
                .body(PassCases::mixedTargets));
        cases.add(ConformanceCase.of("pass/targets/gap", "PAS-4")
                .checks(
                        "A pass whose outputs 0 and 2 have targets, and whose output 1 has none, is refused by its name.")
                .requires(new Requirement.RenderTargets(3))
                .refusal(trial -> trial.expectThrows(
                        GpuUnsupportedException.class, () -> new Lab(trial).program(severalOutputs(3, 255))))
                .lookAt("the checks of Pass.draw")
                .body(PassCases::gap));
        cases.add(ConformanceCase.of("pass/targets/formats", "PAS-4")
                .checks("Targets of bytes, halves and floats in one pass get their own outputs.")
                .requires(
                        new Requirement.RenderTargets(3),
                        new Requirement.OfFeature(Feature.MIXED_TARGETS),
                        Lab.can(TextureFormat.RGBA16F, FormatFeature.RENDER),
                        Lab.can(TextureFormat.RGBA32F, FormatFeature.RENDER))
                .refusal(PassCases::refuseFormats)
                .lookAt("an attachment that takes the format of another")
                .body(PassCases::formats));
        cases.add(ConformanceCase.of("pass/feedback/level", "PAS-6")
                .checks("Drawing to level 1 of a texture that the pass reads is refused, whatever level it reads.")
                .lookAt("the checks of Pass.draw")
                .body(PassCases::feedbackOfLevel));
        cases.add(ConformanceCase.of("pass/ping-pong", "PAS-5")
                .checks("Each of 100 passes between two textures reads what the one before wrote.")
                .requires(Lab.can(TextureFormat.RGBA32F, FormatFeature.RENDER))
                .refusal(trial -> refuseTarget(trial, TextureFormat.RGBA32F))
                .lookAt("missing synchronisation between passes")
                .body(PassCases::pingPong));
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(blend(format));
        }
        cases.add(ConformanceCase.of("pass/uniforms", "PAS-7")
                .checks("Uniforms of every type, and arrays of them, arrive bit for bit.")
                .lookAt("uniform packing and matrix order")
                .body(PassCases::uniforms));
        cases.add(ConformanceCase.of("pass/uniforms/change", "PAS-7")
                .checks("A uniform that changes between two draws changes, and one that does not stays.")
                .lookAt("a cache of uniforms that belongs to another program")
                .body(PassCases::uniformChange));
        cases.add(ConformanceCase.of("pass/feedback", "PAS-6")
                .checks("Reading the texture that is written is refused.")
                .lookAt("the checks of Pass.draw")
                .body(PassCases::feedback));
        cases.add(ConformanceCase.of("pass/shader-error", "PAS-8")
                .checks("A syntax error in the author's line 7 is reported with line 7.")
                .lookAt("the form of the driver's log")
                .body(PassCases::shaderError));
        cases.add(ConformanceCase.of("pass/timer", "PAS-9")
                .checks("The time of a timed pass is not negative, and not longer than the wait for it.")
                .requires(new Requirement.OfFeature(Feature.TIMER))
                .refusal(trial -> {
                    Lab lab = new Lab(trial);
                    Pass pass = constantPass(trial, lab).target(lab.texture("target", 4, 4, TextureFormat.RGBA8));
                    trial.expectThrows(GpuUnsupportedException.class, () -> pass.drawTimed()
                            .join());
                })
                .lookAt("the timer query extension")
                .body(PassCases::timer));
        return cases;
    }

    /** Shows that drawing to a format that cannot be drawn to is refused. */
    static void refuseTarget(Trial trial, TextureFormat format) {
        Lab lab = new Lab(trial);
        if (!trial.capabilities().supports(format, FormatFeature.SAMPLED)) {
            trial.expectThrows(GpuUnsupportedException.class, () -> lab.texture("refused", 4, 4, format));
        } else if (!trial.capabilities().supports(format, FormatFeature.RENDER)) {
            Pass pass = constantPass(trial, lab).target(lab.texture("refused", 4, 4, format));
            trial.expectThrows(GpuUnsupportedException.class, pass::draw);
        }
    }

    private static Pass constantPass(Trial trial, Lab lab) {
        return trial.device()
                .pass(lab.program(ProgramDescriptor.builder("constant")
                        .output("target")
                        .source("void main() { target = vec4(1.0); }")));
    }

    /** Draws values into a target of the format, and gives the first channel that a kernel then sees. */
    static float[] throughTarget(Lab lab, TextureFormat format, float[] values) {
        float[] texels = new float[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            Arrays.fill(texels, 4 * i, 4 * i + 4, values[i]);
        }
        Texture inputs = lab.texture("inputs", values.length, 1, TextureFormat.RGBA32F);
        inputs.upload(texels);
        Texture target = lab.texture("target", values.length, 1, format);
        lab.copy(inputs, target, COPY);
        float[] all = lab.fetch(target);
        float[] first = new float[values.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = all[i * format.channels()];
        }
        return first;
    }

    private static ConformanceCase render(TextureFormat format) {
        return Lab.perFormat("pass/render", format, "PAS-1")
                .checks("What is drawn to " + format + " is read back, directly and through another pass.")
                .requires(Lab.can(format, FormatFeature.RENDER))
                .refusal(trial -> refuseTarget(trial, format))
                .lookAt("framebuffer completeness, storage that is narrower than declared")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    boolean normalized = format.elementType().normalized();
                    Program program = lab.program(ProgramDescriptor.builder("render")
                            .constant("WIDTH", WIDTH)
                            .output("target")
                            .source("""
                                    void main() {
                                      vec2 p = vec2(fragment());
                                      float n = p.y * float(WIDTH) + p.x;
                                      target = vec4(n, 2.0 * n, 255.0 - n, 255.0 - 2.0 * n) SCALE;
                                    }
                                    """.replace("SCALE", normalized ? "/ " + steps(format) : "- 64.5")));
                    Texture target = lab.texture("target", WIDTH, HEIGHT, format);
                    trial.device().pass(program).target(target).draw();
                    float[] expected = new float[WIDTH * HEIGHT * format.channels()];
                    for (int i = 0; i < expected.length; i++) {
                        int n = i / format.channels();
                        int v =
                                switch (i % format.channels()) {
                                    case 0 -> n;
                                    case 1 -> 2 * n;
                                    case 2 -> 255 - n;
                                    default -> 255 - 2 * n;
                                };
                        expected[i] = normalized ? Lab.units(format, i % format.channels(), v) : v - 64.5f;
                    }
                    lab.checkEqual(
                            "The readback of " + format,
                            expected,
                            lab.asSteps(format, target.read()),
                            WIDTH,
                            format.channels());
                    lab.checkEqual(
                            "The next pass's view of " + format,
                            expected,
                            lab.asSteps(format, lab.fetch(target)),
                            WIDTH,
                            format.channels());
                });
    }

    /** The steps of a normalized format's channels, as a vector. */
    private static String steps(TextureFormat format) {
        return IntStream.range(0, 4)
                .mapToObj(channel -> format.elementType().steps(channel) + ".0")
                .collect(Collectors.joining(", ", "vec4(", ")"));
    }

    private static void coordinates(Trial trial) {
        Lab lab = new Lab(trial);
        int width = 67;
        int height = 41;
        Program program = lab.program(
                ProgramDescriptor.builder("coordinates").output("target").source("""
                        void main() {
                          vec2 uv = fragment_uv() * vec2(67.0, 41.0);
                          target = vec4(vec2(fragment()), uv - 0.5) / 255.0;
                        }
                        """));
        Texture target = lab.texture("target", width, height, TextureFormat.RGBA8);
        trial.device().pass(program).target(target).draw();
        float[] expected = new float[width * height * 4];
        for (int i = 0; i < expected.length; i++) {
            int texel = i / 4;
            expected[i] = (i % 2 == 0 ? texel % width : texel / width) / 255f;
        }
        lab.checkEqual("The coordinates", expected, target.read(), width, 4);
    }

    private static void region(Trial trial) {
        Lab lab = new Lab(trial);
        Texture target = lab.texture("target", WIDTH, HEIGHT, TextureFormat.RGBA8);
        Region region = new Region(3, 2, 5, 4);
        constantPass(trial, lab).target(target).region(region).draw();
        float[] expected = new float[WIDTH * HEIGHT * 4];
        for (int y = 2; y < 6; y++) {
            for (int x = 3; x < 8; x++) {
                Arrays.fill(expected, 4 * (y * WIDTH + x), 4 * (y * WIDTH + x) + 4, 1f);
            }
        }
        lab.checkEqual("The target of a pass on " + region, expected, target.read(), WIDTH, 4);
        trial.expectThrows(IllegalArgumentException.class, () -> constantPass(trial, lab)
                .target(target)
                .region(new Region(10, 0, 4, 1))
                .draw());
    }

    private static ProgramDescriptor.Builder severalOutputs(int count, float unit) {
        ProgramDescriptor.Builder builder = ProgramDescriptor.builder(count + " outputs");
        StringBuilder source = new StringBuilder("void main() {\n");
        for (int i = 0; i < count; i++) {
            builder.output("out" + i);
            source.append("  out")
                    .append(i)
                    .append(" = vec4(vec2(fragment()), ")
                    .append(i)
                    .append(".0, 9.0)")
                    // A division by 1 need not be exact.
                    .append(unit == 1 ? ";\n" : " / " + unit + ";\n");
        }
        return builder.source(source.append("}\n").toString());
    }

    private static float[] outputOf(int i, float unit) {
        float[] expected = new float[WIDTH * HEIGHT * 4];
        for (int texel = 0; texel < WIDTH * HEIGHT; texel++) {
            int row = texel / WIDTH;
            expected[4 * texel] = (texel - row * WIDTH) / unit;
            expected[4 * texel + 1] = row / unit;
            expected[4 * texel + 2] = i / unit;
            expected[4 * texel + 3] = 9 / unit;
        }
        return expected;
    }

    private static ConformanceCase targets(int count, TextureFormat format) {
        boolean bytes = format.elementType().normalized();
        float unit = bytes ? 255 : 1;
        return ConformanceCase.of("pass/targets" + (bytes ? "/" : "-float/") + count, "PAS-4")
                .checks(count + " render targets of " + format + " each get their own output.")
                .requires(new Requirement.OfFormat(format, FormatFeature.RENDER), new Requirement.RenderTargets(count))
                .refusal(trial -> {
                    if (trial.capabilities().limits().renderTargets() < count) {
                        trial.expectThrows(GpuUnsupportedException.class, () -> new Lab(trial)
                                .program(severalOutputs(count, unit)));
                    }
                })
                .lookAt("draw buffers, and the order of attachments")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    Pass pass = trial.device().pass(lab.program(severalOutputs(count, unit)));
                    List<Texture> targets = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        targets.add(lab.texture("target " + i, WIDTH, HEIGHT, format));
                        pass.target(i, targets.get(i));
                    }
                    pass.draw();
                    for (int i = 0; i < count; i++) {
                        lab.checkEqual(
                                "Output " + i, outputOf(i, unit), targets.get(i).read(), WIDTH, 4);
                    }
                });
    }

    private static void mixedTargets(Trial trial) {
        Lab lab = new Lab(trial);
        Texture one = lab.texture("one channel", WIDTH, HEIGHT, TextureFormat.R8);
        Texture four = lab.texture("four channels", WIDTH, HEIGHT, TextureFormat.RGBA8);
        trial.device()
                .pass(lab.program(severalOutputs(2, 255)))
                .target(0, one)
                .target(1, four)
                .draw();
        float[] expected = new float[WIDTH * HEIGHT];
        for (int texel = 0; texel < expected.length; texel++) {
            expected[texel] = texel % WIDTH / 255f;
        }
        lab.checkEqual("Output 0", expected, one.read(), WIDTH, 1);
        lab.checkEqual("Output 1", outputOf(1, 255), four.read(), WIDTH, 4);
    }

    private static void gap(Trial trial) {
        Lab lab = new Lab(trial);
        Pass pass = trial.device()
                .pass(lab.program(severalOutputs(3, 255)))
                .target(0, lab.texture("target 0", WIDTH, HEIGHT, TextureFormat.RGBA8))
                .target(2, lab.texture("target 2", WIDTH, HEIGHT, TextureFormat.RGBA8));
        Exception refusal = trial.expectThrows(IllegalStateException.class, pass::draw);
        trial.check(
                String.valueOf(refusal.getMessage()).contains("'out1'"),
                () -> "The refusal does not name the output: " + refusal.getMessage());
    }

    private static Pass formatsPass(Trial trial, Lab lab, List<Texture> targets) {
        Pass pass = trial.device()
                .pass(lab.program(ProgramDescriptor.builder("three formats")
                        .output("bytes")
                        .output("halves")
                        .output("floats")
                        .source("""
                                void main() {
                                  vec4 v = vec4(vec2(fragment()), 3.0, 9.0);
                                  bytes = v / 255.0;
                                  halves = -v;
                                  floats = v + 16777200.0;
                                }
                                """)));
        for (TextureFormat format : List.of(TextureFormat.RGBA8, TextureFormat.RGBA16F, TextureFormat.RGBA32F)) {
            targets.add(lab.texture("target of " + format, WIDTH, HEIGHT, format));
            pass.target(targets.size() - 1, targets.get(targets.size() - 1));
        }
        return pass;
    }

    /** Whatever is missing: the program, a texture, or the pass is refused. */
    private static void refuseFormats(Trial trial) {
        trial.expectThrows(GpuUnsupportedException.class, () -> formatsPass(trial, new Lab(trial), new ArrayList<>())
                .draw());
    }

    private static void formats(Trial trial) {
        Lab lab = new Lab(trial);
        List<Texture> targets = new ArrayList<>();
        formatsPass(trial, lab, targets).draw();
        float[] v = new float[WIDTH * HEIGHT * 4];
        for (int i = 0; i < v.length; i++) {
            int texel = i / 4;
            int row = texel / WIDTH;
            v[i] = i % 4 == 0 ? texel - row * WIDTH : i % 4 == 1 ? row : i % 4 == 2 ? 3 : 9;
        }
        for (int output = 0; output < targets.size(); output++) {
            Texture target = targets.get(output);
            float[] expected = new float[v.length];
            for (int i = 0; i < v.length; i++) {
                // A positive zero: its sign is left open.
                expected[i] = output == 0 ? v[i] / 255f : output == 1 ? 0f - v[i] : v[i] + 16777200f;
            }
            float[] actual = lab.asSteps(target.descriptor().format(), target.read());
            for (int i = 0; i < actual.length; i++) {
                actual[i] += 0f;
            }
            lab.checkEqual("The " + target.label(), expected, actual, WIDTH, 4);
        }
    }

    private static void feedbackOfLevel(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = lab.texture(
                TextureDescriptor.of("feedback", 4, 4, TextureFormat.RGBA8).withAllLevels());
        for (ProgramDescriptor.Builder reader : List.of(
                ProgramDescriptor.builder("fetches").texels("inputs").source(COPY),
                ProgramDescriptor.builder("samples")
                        .sampled("inputs")
                        .source("void main() { target = sample_inputs(fragment_uv()); }"))) {
            Pass pass = trial.device()
                    .pass(lab.program(reader.output("target")))
                    .input("inputs", texture)
                    .target(texture)
                    .level(1);
            Exception refusal = trial.expectThrows(IllegalArgumentException.class, pass::draw);
            trial.check(
                    String.valueOf(refusal.getMessage()).contains("'feedback'"),
                    () -> "The refusal does not name the texture: " + refusal.getMessage());
        }
    }

    private static void pingPong(Trial trial) {
        Lab lab = new Lab(trial);
        Program program = lab.program(ProgramDescriptor.builder("step")
                .texels("inputs")
                .output("target")
                .source("void main() { target = fetch_inputs(fragment()) * 0.5 + vec4(1.0, 2.0, 3.0, 4.0); }"));
        Texture source = lab.texture("ping", WIDTH, HEIGHT, TextureFormat.RGBA32F);
        Texture target = lab.texture("pong", WIDTH, HEIGHT, TextureFormat.RGBA32F);
        float[] expected = new float[4];
        Pass pass = trial.device().pass(program);
        for (int i = 0; i < 100; i++) {
            pass.input("inputs", source).target(target).draw();
            Texture swap = source;
            source = target;
            target = swap;
            for (int c = 0; c < 4; c++) {
                // Exact in binary32 for 20 steps, then rounded as the GPU does: x/2 + c has one rounding.
                expected[c] = expected[c] * 0.5f + (c + 1);
            }
        }
        float[] actual = source.read();
        for (int i = 0; i < actual.length; i++) {
            int channel = i % 4;
            float value = actual[i];
            // The limit 2c is reached from below; rounding in any mode stays within 1 ULP of it.
            trial.check(
                    Math.abs(value - expected[channel]) <= Interval.ulp(expected[channel]),
                    () -> "After 100 passes channel " + channel + " is " + value + " instead of " + expected[channel]
                            + ".");
        }
    }

    private static ConformanceCase blend(TextureFormat format) {
        return Lab.perFormat("pass/blend", format, "PAS-5")
                .checks("Three additive passes into " + format + " add up.")
                .requires(Lab.can(format, FormatFeature.RENDER), Lab.can(format, FormatFeature.BLEND))
                .refusal(trial -> {
                    if (trial.capabilities().supports(format, FormatFeature.RENDER)) {
                        Lab lab = new Lab(trial);
                        Pass pass = constantPass(trial, lab)
                                .target(lab.texture("refused", 4, 4, format))
                                .blend(Blend.ADD);
                        trial.expectThrows(GpuUnsupportedException.class, pass::draw);
                    } else {
                        refuseTarget(trial, format);
                    }
                })
                .lookAt("blending that is declared for the format and not done, or done in bytes")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    Program program = lab.program(ProgramDescriptor.builder("blend")
                            .uniform("amount", UniformType.VEC4)
                            .output("target")
                            .source("void main() { target = amount; }"));
                    Texture target = lab.texture("target", 4, 4, format);
                    Pass pass = trial.device().pass(program).target(target);
                    float r = Lab.unit(format, 0);
                    float g = Lab.unit(format, 1);
                    float b = Lab.unit(format, 2);
                    float a = Lab.unit(format, 3);
                    pass.uniform("amount", r, 2 * g, 3 * b, 4 * a).draw();
                    pass.blend(Blend.ADD);
                    pass.uniform("amount", 10 * r, 20 * g, 30 * b, 40 * a).draw();
                    pass.uniform("amount", 100 * r, 100 * g, 100 * b, 100 * a).draw();
                    float[] expected = new float[16 * format.channels()];
                    for (int i = 0; i < expected.length; i++) {
                        int channel = i % format.channels();
                        expected[i] = Lab.units(format, channel, 100 + 11 * (channel + 1));
                    }
                    lab.checkEqual(
                            "The sum in " + format, expected, lab.asSteps(format, target.read()), 4, format.channels());
                });
    }

    private static void uniforms(Trial trial) {
        Lab lab = new Lab(trial);
        Program program = lab.program(ProgramDescriptor.builder("uniforms")
                .uniform("f", UniformType.FLOAT)
                .uniform("i", UniformType.INT)
                .uniform("v2", UniformType.VEC2)
                .uniform("v3", UniformType.VEC3)
                .uniform("v4", UniformType.VEC4)
                .uniform("m", UniformType.MAT4)
                .uniformArray("fs", UniformType.FLOAT, 3)
                .uniformArray("v4s", UniformType.VEC4, 2)
                .uniformArray("is", UniformType.INT, 2)
                .output("bytes")
                .functions(dev.texon.shaders.Shaders.functions("pack_float"))
                .source("""
                        void main() {
                          int k = fragment().x;
                          float x = 0.0;
                          if (k == 0) { x = f; }
                          if (k == 1) { x = float(i); }
                          if (k == 2) { x = v2.y; }
                          if (k == 3) { x = v3.z; }
                          if (k == 4) { x = v4.w; }
                          if (k == 5) { x = m[1][0]; }
                          if (k == 6) { x = m[3][2]; }
                          if (k == 7) { x = fs[0]; }
                          if (k == 8) { x = fs[2]; }
                          if (k == 9) { x = v4s[1].x; }
                          if (k == 10) { x = float(is[1]); }
                          bytes = pack_float(x);
                        }
                        """));
        float[] matrix = new float[16];
        for (int i = 0; i < 16; i++) {
            matrix[i] = 0.1f * i;
        }
        Texture bytes = lab.texture("bytes", 11, 1, TextureFormat.RGBA8);
        trial.device()
                .pass(program)
                .uniform("f", 0.1f)
                .uniform("i", -12345)
                .uniform("v2", 1f, 1 / 3f)
                .uniform("v3", 1f, 2f, Float.MAX_VALUE)
                .uniform("v4", 1f, 2f, 3f, 0x1p-126f)
                .uniform("m", matrix)
                .uniform("fs", new float[] {0.7f, 0.8f, 0.9f})
                .uniform("v4s", new float[] {1, 2, 3, 4, 5.5f, 6, 7, 8})
                .uniform("is", new int[] {7, 8})
                .target(bytes)
                .draw();
        float[] expected = {
            0.1f, -12345f, 1 / 3f, Float.MAX_VALUE, 0x1p-126f, matrix[4], matrix[14], 0.7f, 0.9f, 5.5f, 8f
        };
        lab.checkEqual("The uniforms", expected, Lab.bytesToFloats(bytes.read()), 11, 1);
    }

    private static void uniformChange(Trial trial) {
        Lab lab = new Lab(trial);
        ProgramDescriptor.Builder builder = ProgramDescriptor.builder("two uniforms")
                .uniform("changing", UniformType.FLOAT)
                .uniform("constant", UniformType.FLOAT)
                .uniform("alike", UniformType.FLOAT)
                .output("target")
                .source("void main() { target = vec4(changing, constant, alike, 1.0) / 255.0; }");
        // The same value in both programs: each must be told.
        Pass first = trial.device()
                .pass(lab.program(builder))
                .uniform("constant", 7f)
                .uniform("alike", 9f);
        builder.constant("OTHER", 1);
        Pass second = trial.device()
                .pass(lab.program(builder))
                .uniform("constant", 8f)
                .uniform("alike", 9f);
        Texture target = lab.texture("target", 1, 1, TextureFormat.RGBA8);
        for (int i = 0; i < 4; i++) {
            Pass pass = i % 2 == 0 ? first : second;
            pass.uniform("changing", (float) i).target(target).draw();
            float[] expected = {i / 255f, (7 + i % 2) / 255f, 9 / 255f, 1f / 255f};
            lab.checkEqual("Draw " + i, expected, target.read(), 1, 4);
        }
    }

    private static void feedback(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = lab.texture("feedback", 4, 4, TextureFormat.RGBA8);
        Program program = lab.program(ProgramDescriptor.builder("copy")
                .texels("inputs")
                .output("target")
                .source(COPY));
        Exception refusal = trial.expectThrows(IllegalArgumentException.class, () -> trial.device()
                .pass(program)
                .input("inputs", texture)
                .target(texture)
                .draw());
        trial.check(
                String.valueOf(refusal.getMessage()).contains("'feedback'"),
                () -> "The refusal does not name the texture: " + refusal.getMessage());
    }

    private static void shaderError(Trial trial) {
        String source = """
                // line 1
                float f(float x) {
                  return x;
                }
                void main() {
                  vec4 v = vec4(1.0);
                  v = undeclared + ;
                  target = v;
                }
                """;
        ShaderCompileException error = trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial)
                .program(ProgramDescriptor.builder("broken").output("target").source(source)));
        trial.check(
                error.line() == 7,
                () -> "The error names line " + error.line() + " instead of 7: " + error.getMessage());
        trial.check(
                String.valueOf(error.getMessage()).contains("'broken'"),
                () -> "The error does not name the program: " + error.getMessage());
    }

    private static void timer(Trial trial) {
        Lab lab = new Lab(trial);
        Pass pass = constantPass(trial, lab).target(lab.texture("target", 64, 64, TextureFormat.RGBA8));
        long start = System.nanoTime();
        Optional<Duration> time = pass.drawTimed().join();
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        time.ifPresent(value -> trial.measured(
                "time of a pass",
                value.toNanos() / 1000.0,
                "µs",
                "not negative, not more than the wait for its result"));
        trial.check(
                time.isEmpty() || (!time.get().isNegative() && time.get().compareTo(waited) <= 0),
                () -> "The pass took " + time + ", and its result came after " + waited + ".");
    }
}

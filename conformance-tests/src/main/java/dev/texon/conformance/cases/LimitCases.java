package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOutOfMemoryException;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.shaders.Shaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The most and the largest that an adapter says it can, and one more. */
public final class LimitCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        return List.of(
                ConformanceCase.of("limits/inputs", "LIM-1")
                        .checks(
                                "A program reads as many textures as the adapter says, each its own; one more is refused.")
                        .lookAt("texture units that share a binding")
                        .body(LimitCases::inputs),
                ConformanceCase.of("limits/outputs", "LIM-1")
                        .checks("A program with more outputs than the adapter has render targets is refused.")
                        .lookAt("the number of draw buffers")
                        .body(LimitCases::outputs),
                ConformanceCase.of("limits/uniforms", "LIM-2")
                        .checks("An array that fills the uniforms but for 16 vectors arrives whole.")
                        .lookAt("uniforms that share storage")
                        .body(LimitCases::uniforms),
                ConformanceCase.of("limits/texture-side", "LIM-3")
                        .checks("Textures with the longest side hold their last texels; a longer side is refused.")
                        .lookAt("memory, and coordinates that lose precision")
                        .body(LimitCases::textureSide),
                ConformanceCase.of("limits/target-side", "LIM-3")
                        .checks("Passes on the longest side write to its far end, and a region there is exact.")
                        .lookAt("viewport limits, and fragment coordinates that lose precision")
                        .body(LimitCases::targetSide),
                ConformanceCase.of("limits/many-textures", "LIM-4")
                        .checks("1,000 textures live at once, each with its own value.")
                        .lookAt("object names that are used again")
                        .body(LimitCases::manyTextures),
                ConformanceCase.of("limits/many-programs", "LIM-4")
                        .checks("20 programs live at once, each with its own uniform.")
                        .lookAt("state that programs share")
                        .body(LimitCases::manyPrograms),
                ConformanceCase.of("limits/loop-turns", "LIM-6")
                        .checks(
                                "Loops take the turns that the adapter is said to take: one, two after another, one in another.")
                        .lookAt("drivers that end loops silently")
                        .body(LimitCases::loopTurns),
                ConformanceCase.of("limits/statements", "LIM-7")
                        .checks("A kernel of 2,000 statements computes right.")
                        .lookAt("instructions that a program may have")
                        .body(LimitCases::statements),
                ConformanceCase.of("limits/variables", "LIM-7")
                        .checks("A kernel that needs 128 vectors at once computes right.")
                        .lookAt("registers that spill")
                        .body(LimitCases::variables),
                ConformanceCase.of("limits/memory", "LIM-5")
                        .checks(
                                "Of ever smaller textures one is held to its last texel; larger ones are refused with GpuOutOfMemoryException, and the device goes on.")
                        .lookAt("errors that come only when the texture is used")
                        .body(LimitCases::memory));
    }

    private static void inputs(Trial trial) {
        Lab lab = new Lab(trial);
        int count = trial.capabilities().limits().inputs();
        trial.measured("inputs", count, "textures");
        ProgramDescriptor.Builder builder =
                ProgramDescriptor.builder("most inputs").output("target");
        StringBuilder source = new StringBuilder("void main() {\n  vec4 sum = vec4(0.0);\n");
        for (int i = 0; i < count; i++) {
            builder.texels("x" + i);
            source.append("  sum += fetch_x")
                    .append(i)
                    .append("(fragment()) * ")
                    .append(i + 1)
                    .append(".0;\n");
        }
        Pass pass = trial.device()
                .pass(lab.program(builder.source(
                        source.append("  target = sum / 255.0;\n}\n").toString())));
        List<Texture> textures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            textures.add(lab.texture("x" + i, 1, 1, TextureFormat.RGBA8));
            pass.input("x" + i, textures.get(i));
        }
        Texture target = lab.texture("target", 1, 1, TextureFormat.RGBA8);
        // Each input alone: its weight tells which one was read.
        for (int i = 0; i < count; i++) {
            textures.get(i).upload(1f, 0f, 0f, 0f);
            pass.target(target).draw();
            lab.checkEqual(
                    "With only input " + i + " set, the weighted sum",
                    new float[] {(i + 1) / 255f, 0, 0, 0},
                    lab.asSteps(TextureFormat.RGBA8, target.read()),
                    1,
                    4);
            textures.get(i).upload(0f, 0f, 0f, 0f);
        }
        builder.texels("one_more");
        trial.expectThrows(GpuUnsupportedException.class, () -> lab.program(builder));
    }

    private static void outputs(Trial trial) {
        int targets = trial.capabilities().limits().renderTargets();
        trial.measured("render targets", targets, "textures");
        ProgramDescriptor.Builder builder = ProgramDescriptor.builder("one output too many");
        StringBuilder source = new StringBuilder("void main() {");
        for (int i = 0; i <= targets; i++) {
            builder.output("out" + i);
            source.append(" out").append(i).append(" = vec4(1.0);");
        }
        builder.source(source.append(" }").toString());
        // Eight is the most that a descriptor may have on any adapter.
        Class<? extends RuntimeException> refusal =
                targets < 8 ? GpuUnsupportedException.class : IllegalArgumentException.class;
        trial.expectThrows(refusal, () -> new Lab(trial).program(builder));
    }

    private static void uniforms(Trial trial) {
        Lab lab = new Lab(trial);
        // The driver's own uniforms and samplers take a few; 1,000 vectors are more than any kernel wants.
        int count = Math.min(1000, trial.capabilities().limits().uniformVectors() - 16);
        trial.measured("declared uniform vectors", trial.capabilities().limits().uniformVectors(), "vectors");
        Program program = lab.program(ProgramDescriptor.builder("most uniforms")
                .uniformArray("values", UniformType.VEC4, count)
                .constant("COUNT", count)
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("""
                        void main() {
                          int k = fragment().x;
                          float x = 0.0;
                          for (int i = 0; i < COUNT; i++) {
                            if (i == k) { x = values[i].x + values[i].w; }
                          }
                          bytes = pack_float(x);
                        }
                        """));
        float[] values = new float[4 * count];
        float[] expected = new float[count];
        for (int i = 0; i < count; i++) {
            values[4 * i] = i;
            values[4 * i + 3] = 0.5f;
            expected[i] = i + 0.5f;
        }
        Texture bytes = lab.texture("bytes", count, 1, TextureFormat.RGBA8);
        trial.device().pass(program).uniform("values", values).target(bytes).draw();
        lab.checkEqual(count + " vectors", expected, Lab.bytesToFloats(bytes.read()), count, 1);
    }

    private static float counted(Trial trial, String what, String source, int a, int b) {
        Lab lab = new Lab(trial);
        Texture bytes = lab.texture("bytes", 1, 1, TextureFormat.RGBA8);
        Program program = lab.program(ProgramDescriptor.builder(what)
                .uniform("one", UniformType.FLOAT)
                .constant("FIRST", a)
                .constant("SECOND", b)
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("void main() {\n  float t = 0.0;\n" + source + "  bytes = pack_float(t);\n}\n"));
        trial.device().pass(program).uniform("one", 1f).target(bytes).draw();
        return Lab.bytesToFloats(bytes.read())[0];
    }

    private static void loopTurns(Trial trial) {
        int turns = trial.capabilities().limits().loopTurns();
        trial.measured("turns of loops", turns, "turns");
        // The end of a loop may count as a turn, too.
        int half = turns / 2 - 8;
        int side = (int) Math.sqrt(half);
        record Loops(String name, String source, int first, int second, int right) {}
        for (Loops loops : List.of(
                new Loops("one loop", "  for (int i = 0; i < FIRST; i++) { t += one; }\n", turns, 0, turns),
                new Loops("two loops", """
                          for (int i = 0; i < FIRST; i++) { t += one; }
                          for (int j = 0; j < SECOND; j++) { t += one; }
                        """, half, half, 2 * half),
                new Loops(
                        "a loop in a loop",
                        "  for (int i = 0; i < FIRST; i++) { for (int j = 0; j < SECOND; j++) { t += one; } }\n",
                        side,
                        side,
                        side * side))) {
            float count = counted(trial, loops.name(), loops.source(), loops.first(), loops.second());
            trial.check(
                    count == loops.right(),
                    () -> "Of " + loops.right() + " turns of " + loops.name() + " " + (int) count + " are taken.");
        }
        if (turns < Limits.MOST_LOOP_TURNS) {
            trial.warn("All loops of a fragment end silently after " + turns
                    + " turns together: a sum of more terms is wrong.");
        }
    }

    private static void statements(Trial trial) {
        int count = 2000;
        float sum = counted(trial, "statements", "  t += one;\n".repeat(count), 1, 1);
        trial.check(sum == count, () -> count + " statements add up to " + sum + ".");
    }

    private static void variables(Trial trial) {
        int count = 128;
        StringBuilder source = new StringBuilder();
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            source.append("  vec4 v" + i + " = vec4(float(" + i + ") * one);\n");
            values[i] = i;
        }
        source.append("  for (int k = 0; k < FIRST; k++) {\n");
        int rounds = 5;
        for (int i = 0; i < count; i++) {
            source.append("    v" + i + " += v" + (i + 37) % count + ";\n");
        }
        source.append("  }\n  vec4 all_of_them = vec4(0.0);\n");
        for (int i = 0; i < count; i++) {
            source.append("  all_of_them += v" + i + ";\n");
        }
        source.append("  t = dot(all_of_them, vec4(1.0));\n");
        long right = 0;
        for (int k = 0; k < rounds; k++) {
            for (int i = 0; i < count; i++) {
                values[i] += values[(i + 37) % count];
            }
        }
        for (long value : values) {
            right += 4 * value;
        }
        float sum = counted(trial, "variables", source.toString(), rounds, 1);
        float expected = right;
        trial.check(
                right < 1 << 24 && sum == expected,
                () -> count + " vectors add up to " + sum + " instead of " + expected + ".");
    }

    private static void textureSide(Trial trial) {
        Lab lab = new Lab(trial);
        int side = trial.capabilities().limits().textureSize();
        trial.measured("longest side", side, "texels");
        for (boolean wide : new boolean[] {true, false}) {
            int width = wide ? side : 3;
            int height = wide ? 3 : side;
            try (Texture texture =
                    trial.device().createTexture(TextureDescriptor.of("largest", width, height, TextureFormat.RGBA8))) {
                float[] values = lab.storable(TextureFormat.RGBA8, 4 * width * height);
                texture.upload(values);
                lab.checkEqual(
                        width + "×" + height + " texels",
                        values,
                        lab.asSteps(TextureFormat.RGBA8, texture.read()),
                        width,
                        4);
            }
        }
        trial.expectThrows(
                IllegalArgumentException.class, () -> lab.texture("too long", side + 1, 1, TextureFormat.RGBA8));
    }

    private static void targetSide(Trial trial) {
        Lab lab = new Lab(trial);
        int side = trial.capabilities().limits().textureSize();
        Program program = lab.program(
                ProgramDescriptor.builder("position").output("bytes").kernel("probe_position"));
        for (boolean wide : new boolean[] {true, false}) {
            Texture target = lab.texture("longest", wide ? side : 5, wide ? 5 : side, TextureFormat.RGBA8);
            Region region = new Region(wide ? side - 40 : 1, wide ? 1 : side - 40, wide ? 40 : 3, wide ? 3 : 40);
            trial.device().pass(program).target(target).region(region).draw();
            float[] expected = new float[(int) region.texels() * 4];
            for (int i = 0; i < region.texels(); i++) {
                int row = i / region.width();
                int x = region.x() + i - row * region.width();
                int y = region.y() + row;
                int[] place = {x & 255, x >> 8, y & 255, y >> 8};
                for (int c = 0; c < 4; c++) {
                    expected[4 * i + c] = place[c] / 255f;
                }
            }
            lab.checkEqual(
                    "Region " + region,
                    expected,
                    lab.asSteps(TextureFormat.RGBA8, target.read(0, region)),
                    region.width(),
                    4);
            // What lies before the region is untouched.
            Region before = new Region(wide ? side - 41 : 0, wide ? 1 : side - 41, 1, 1);
            lab.checkEqual("The texel before", new float[4], target.read(0, before), 1, 4);
        }
    }

    private static void manyTextures(Trial trial) {
        Lab lab = new Lab(trial);
        List<Texture> textures = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Texture texture = lab.texture("texture " + i, 2, 2, TextureFormat.RGBA8);
            float[] values = new float[16];
            int high = i / 250;
            Arrays.fill(values, 0, 8, (i - 250 * high) / 255f);
            Arrays.fill(values, 8, 16, high / 255f);
            texture.upload(values);
            textures.add(texture);
        }
        for (int i = 0; i < 1000; i += 37) {
            float[] values = lab.asSteps(TextureFormat.RGBA8, textures.get(i).read());
            int number = i;
            int found = Math.round(255 * values[0]) + 250 * Math.round(255 * values[15]);
            trial.check(found == i, () -> "Texture " + number + " holds the number of texture " + found + ".");
        }
    }

    private static void manyPrograms(Trial trial) {
        Lab lab = new Lab(trial);
        List<Pass> passes = new ArrayList<>();
        Texture target = lab.texture("target", 1, 1, TextureFormat.RGBA8);
        for (int i = 0; i < 20; i++) {
            Program program = lab.program(ProgramDescriptor.builder("program " + i)
                    .uniform("number", UniformType.FLOAT)
                    .constant("OWN", i)
                    .output("target")
                    .source("void main() { target = vec4(number, float(OWN), 0.0, 0.0) / 255.0; }"));
            passes.add(trial.device().pass(program).uniform("number", 100f + i).target(target));
        }
        for (int i = 19; i >= 0; i--) {
            passes.get(i).draw();
            lab.checkEqual(
                    "Program " + i,
                    new float[] {(100 + i) / 255f, i / 255f, 0f, 0f},
                    lab.asSteps(TextureFormat.RGBA8, target.read()),
                    1,
                    4);
        }
    }

    /** The largest square of the widest format, then of narrower ones, then smaller ones, until one is held, to its last texel. */
    private static void memory(Trial trial) throws Exception {
        Lab lab = new Lab(trial);
        List<TextureFormat> formats = new ArrayList<>();
        for (TextureFormat format : List.of(TextureFormat.RGBA32F, TextureFormat.RGBA16F, TextureFormat.RGBA8)) {
            if (trial.capabilities().supports(format, dev.texon.gpu.FormatFeature.SAMPLED)) {
                formats.add(format);
            }
        }
        // A context that such a texture ends is not the one that the other cases need.
        GpuDevice another = trial.openAnother();
        int refused = 0;
        boolean held = false;
        for (int side = trial.capabilities().limits().textureSize(); !held && side > 64; side /= 2) {
            for (TextureFormat format : formats) {
                if (!held) {
                    held = holds(trial, another, side, format);
                    refused += held ? 0 : 1;
                }
            }
        }
        trial.measured("refused", refused, "textures");
        trial.check(!another.isLost(), () -> "A texture that the device holds ends its context.");
        another.close();
        Texture small = lab.texture("small", 4, 4, TextureFormat.RGBA8);
        float[] ones = new float[64];
        Arrays.fill(ones, 1f);
        small.upload(ones);
        lab.checkEqual("A texture made afterwards", ones, small.read(), 4, 4);
    }

    /** False if it is refused. */
    private static boolean holds(Trial trial, GpuDevice device, int side, TextureFormat format) {
        try (Texture huge = device.createTexture(TextureDescriptor.of("huge", side, side, format))) {
            Region last = new Region(side - 1, side - 1, 1, 1);
            huge.upload(0, last, 1f, 0f, 1f, 1f);
            float[] texel = huge.read(0, last);
            trial.check(
                    Arrays.equals(texel, new float[] {1f, 0f, 1f, 1f}),
                    () -> "The last texel of " + side + "×" + side + " of " + format + " is " + Arrays.toString(texel)
                            + " instead of [1, 0, 1, 1].");
            trial.measured("held in one texture", huge.bytes() / 1048576.0, "MiB");
            return true;
        } catch (GpuOutOfMemoryException e) {
            trial.check(
                    String.valueOf(e.getMessage()).contains("'huge'"),
                    () -> "The refusal does not name the texture: " + e.getMessage());
            return false;
        }
    }
}

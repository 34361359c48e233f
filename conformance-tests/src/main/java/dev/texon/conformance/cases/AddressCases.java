package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether a kernel reads the texel that it asks for, and knows the one that it writes, far from the origin, too. */
public final class AddressCases implements CaseGroup {
    /** Random texels of the largest texture, beside its corners. */
    private static final int PLACES = 1020;
    /** Side of the regions that are drawn. */
    private static final int PATCH = 8;

    @Override
    public List<ConformanceCase> cases() {
        return List.of(
                ConformanceCase.of("texture/largest/fetch", "TEX-3")
                        .checks(
                                "fetch, in each way and by column or by centre, hits every texel of the longest row and the"
                                        + " longest column.")
                        .lookAt("coordinates that lose precision: normalised, or in mediump")
                        .body(trial -> {
                            int side = trial.capabilities().limits().textureSize();
                            fetch(trial, side, 1);
                            fetch(trial, 1, side);
                        }),
                ConformanceCase.of("texture/fetch/levels", "TEX-9")
                        .checks(
                                "fetch, in each way, takes level 0 of a texture with others, also where coordinates leap.")
                        .lookAt("a filter between levels, and levels that are chosen by derivatives")
                        .body(AddressCases::levels),
                ConformanceCase.of("texture/largest/corners", "TEX-3")
                        .checks("In the largest textures fetch hits the corners and 1,020 random texels.")
                        .lookAt("coordinates that lose precision, and offsets in bytes that overflow")
                        .body(trial -> largest(trial, texture -> corners(trial, texture))),
                ConformanceCase.of("pass/largest/coordinates", "PAS-2")
                        .checks("In the largest targets fragment() is the texel being written, in the corners and at"
                                + " 28 random places.")
                        .lookAt("coordinates of fragments that lose precision")
                        .body(trial -> largest(trial, target -> coordinates(trial, target))));
    }

    /** What is done with a texture. */
    private interface Work {
        void with(Texture texture);
    }

    /**
     * A square with the longest side, or what 2^26 texels make of it, wide and tall: those take 256 MiB where a texel has four bytes,
     * and more has nothing to do with addresses.
     */
    private static void largest(Trial trial, Work work) {
        int side = trial.capabilities().limits().textureSize();
        int other = Math.min(side, (1 << 26) / side);
        for (boolean wide : other < side ? new boolean[] {true, false} : new boolean[] {true}) {
            int width = wide ? side : other;
            int height = wide ? other : side;
            try (Texture texture =
                    trial.device().createTexture(TextureDescriptor.of("largest", width, height, TextureFormat.R8))) {
                work.with(texture);
            }
        }
        trial.measured("longer side", side, "texels");
        trial.measured("shorter side", other, "texels");
    }

    /** Corners first, then random places, such that a patch of the size fits. */
    private static List<Region> places(Trial trial, Texture texture, int random, int size) {
        int right = texture.descriptor().width() - size;
        int top = texture.descriptor().height() - size;
        Set<Region> places = new LinkedHashSet<>();
        for (int x : new int[] {0, right}) {
            for (int y : new int[] {0, top}) {
                places.add(new Region(x, y, size, size));
            }
        }
        while (places.size() < 4 + random) {
            places.add(
                    new Region(trial.random().nextInt(right + 1), trial.random().nextInt(top + 1), size, size));
        }
        return List.copyOf(places);
    }

    /** Marks lie alone among zeros, so that a neighbour is noticed. */
    private static void corners(Trial trial, Texture texture) {
        Lab lab = new Lab(trial);
        List<Region> places = places(trial, texture, PLACES, 1);
        int columns = 64;
        int rows = places.size() / columns;
        float[] numbers = new float[4 * places.size()];
        float[] expected = new float[places.size()];
        for (int i = 0; i < places.size(); i++) {
            Region place = places.get(i);
            expected[i] = (1 + i % 255) / 255f;
            texture.upload(0, place, expected[i]);
            int[] bytes = {place.x() & 255, place.x() >> 8, place.y() & 255, place.y() >> 8};
            for (int c = 0; c < 4; c++) {
                numbers[4 * i + c] = bytes[c] / 255f;
            }
        }
        Texture where = lab.texture("places", columns, rows, TextureFormat.RGBA8);
        where.upload(numbers);
        Program program = lab.program(ProgramDescriptor.builder("fetch places")
                .texels("places")
                .texels("inputs")
                .output("target")
                .source("""
                        void main() {
                          vec4 b = floor(255.0 * fetch_places(fragment()) + 0.5);
                          target = fetch_inputs(ivec2(int(b.r) + 256 * int(b.g), int(b.b) + 256 * int(b.a)));
                        }
                        """));
        Texture target = lab.texture("target", columns, rows, TextureFormat.RGBA8);
        trial.device()
                .pass(program)
                .input("places", where)
                .input("inputs", texture)
                .target(target)
                .draw();
        float[] actual = target.read();
        for (int i = 0; i < expected.length; i++) {
            int wanted = Math.round(255 * expected[i]);
            int found = Math.round(255 * actual[4 * i]);
            Region place = places.get(i);
            trial.check(
                    found == wanted,
                    () -> "In " + texture + " fetch at (" + place.x() + ", " + place.y() + ") gives " + found
                            + " instead of " + wanted + ".");
        }
    }

    private static void coordinates(Trial trial, Texture target) {
        Lab lab = new Lab(trial);
        // Numbers stay below 2^19, and a quotient that is half a unit
        // off its neighbours is never rounded to the wrong one.
        Program program =
                lab.program(ProgramDescriptor.builder("place").output("target").source("""
                        void main() {
                          vec2 p = vec2(fragment());
                          float n = 7.0 * p.x + 13.0 * p.y;
                          target = vec4((n - 251.0 * floor((n + 0.5) / 251.0)) / 255.0);
                        }
                        """));
        for (Region patch : places(trial, target, 28, PATCH)) {
            trial.device().pass(program).target(target).region(patch).draw();
            float[] expected = new float[PATCH * PATCH];
            for (int i = 0; i < expected.length; i++) {
                int row = i / PATCH;
                expected[i] = (7 * (patch.x() + i % PATCH) + 13 * (patch.y() + row)) % 251 / 255f;
            }
            lab.checkEqual(
                    "Region " + patch + " of " + target,
                    expected,
                    lab.asSteps(TextureFormat.R8, target.read(0, patch)),
                    PATCH,
                    1);
        }
    }

    private static void fetch(Trial trial, int width, int height) {
        Lab lab = new Lab(trial);
        int count = width * height;
        // Each texel holds its own number.
        float[] numbers = new float[4 * count];
        for (int i = 0; i < count; i++) {
            numbers[4 * i] = (i & 255) / 255f;
            numbers[4 * i + 1] = (i >> 8 & 255) / 255f;
        }
        Texture texture = lab.texture("numbers", width, height, TextureFormat.RGBA8);
        texture.upload(numbers);
        // Read from within a small target, so that only the coordinate of the fetch is far from the origin.
        int columns = 64;
        int rows = (count + columns - 1) / columns;
        for (TexelFetch way : TexelFetch.values()) {
            for (boolean byCentre : new boolean[] {false, true}) {
                Program program = lab.program(ProgramDescriptor.builder("address")
                        .fetch(way)
                        .texels("inputs")
                        .constant("COLUMNS", columns)
                        .constant("WIDE", width > height ? 1 : 0)
                        .constant("BY_CENTRE", byCentre ? 1 : 0)
                        .output("target")
                        .source("""
                                void main() {
                                  int n = fragment().y * COLUMNS + fragment().x;
                                  ivec2 texel = WIDE == 1 ? ivec2(n, 0) : ivec2(0, n);
                                  target = BY_CENTRE == 1 ? fetch_inputs(vec2(texel) + 0.5) : fetch_inputs(texel);
                                }
                                """));
                float[] actual = lab.draw(program, texture, columns, rows);
                for (int i = 0; i < count; i++) {
                    int wanted = i;
                    int found = Math.round(255 * actual[4 * i]) + 256 * Math.round(255 * actual[4 * i + 1]);
                    trial.check(
                            found == wanted,
                            () -> "In " + width + "×" + height + " texels, fetch of texel " + wanted + " by " + way
                                    + (byCentre ? " and its centre" : "") + " gives texel " + found + ".");
                }
            }
        }
    }

    /** Level 0 is ones, all others are zeros. */
    private static void levels(Trial trial) {
        Lab lab = new Lab(trial);
        int side = 64;
        Texture texture = trial.device()
                .createTexture(TextureDescriptor.of("ones over zeros", side, side, TextureFormat.RGBA8)
                        .withAllLevels());
        try (texture) {
            for (int level = 0; level < texture.descriptor().levels(); level++) {
                int width = side >> level;
                float[] texels = new float[4 * width * width];
                Arrays.fill(texels, level == 0 ? 1 : 0);
                texture.upload(level, new Region(0, 0, width, width), texels);
            }
            float[] expected = new float[4 * 16 * 16];
            Arrays.fill(expected, 1);
            for (TexelFetch way : TexelFetch.values()) {
                Program program = lab.program(ProgramDescriptor.builder("leaps")
                        .fetch(way)
                        .texels("inputs")
                        .output("target")
                        .source("void main() { target = fetch_inputs(4 * fragment()); }\n"));
                lab.checkEqual("Every fourth texel by " + way, expected, lab.draw(program, texture, 16, 16), 16, 4);
            }
        }
    }
}

package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import java.util.List;

/** Whether a kernel reads the texel that it asks for, far from the origin, too. */
public final class AddressCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        return List.of(ConformanceCase.of("texture/largest/fetch", "TEX-3")
                .checks("fetch hits every texel of the longest row and the longest column.")
                .lookAt("coordinates that lose precision: normalised, or in mediump")
                .body(trial -> {
                    int side = trial.capabilities().limits().textureSize();
                    fetch(trial, side, 1);
                    fetch(trial, 1, side);
                }));
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
        Program program = lab.program(ProgramDescriptor.builder("address")
                .texels("inputs")
                .constant("COLUMNS", columns)
                .constant("WIDE", width > height ? 1 : 0)
                .output("target")
                .source("""
                        void main() {
                          int n = fragment().y * COLUMNS + fragment().x;
                          target = fetch_inputs(WIDE == 1 ? ivec2(n, 0) : ivec2(0, n));
                        }
                        """));
        float[] actual = lab.draw(program, texture, columns, rows);
        for (int i = 0; i < count; i++) {
            int wanted = i;
            int found = Math.round(255 * actual[4 * i]) + 256 * Math.round(255 * actual[4 * i + 1]);
            trial.check(
                    found == wanted,
                    () -> "In " + width + "×" + height + " texels, fetch of texel " + wanted + " gives texel " + found
                            + ".");
        }
    }
}

package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorTest {
    private static TextureDescriptor texture(int width, int height) {
        return TextureDescriptor.of("weights", width, height, TextureFormat.R32F);
    }

    private static void refused(Executable made, String... words) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, made).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,1,2", "1,3,2", "4,4,3", "5,17,5", "16384,1,15"})
    void levelsGoDownToOneTexel(int width, int height, int levels) {
        TextureDescriptor all = texture(width, height).withAllLevels();
        assertEquals(levels, all.levels());
        assertEquals(1, all.width(levels - 1));
        assertEquals(1, all.height(levels - 1));
        assertTrue(levels == 1 || Math.max(all.width(levels - 2), all.height(levels - 2)) > 1);
    }

    @Test
    void levelsHalveAndRoundDown() {
        TextureDescriptor all = texture(13, 3).withAllLevels();
        assertEquals(6, all.width(1));
        assertEquals(1, all.height(1));
        assertEquals(13 * 3 + 6 + 3 + 1, all.texels());
        assertEquals(13 * 3, texture(13, 3).texels());
    }

    @Test
    void textureSizesStartAtOne() {
        refused(() -> texture(0, 5), "'weights'", "0×5");
        refused(() -> texture(5, -1), "'weights'", "5×-1");
    }

    @Test
    void partOfALevelChainIsRefused() {
        refused(
                () -> new TextureDescriptor("pyramid", 8, 8, TextureFormat.R8, 3, Filter.NEAREST, Wrap.CLAMP),
                "'pyramid'",
                "3 mip levels",
                "all 4");
    }

    @Test
    void aMipmappedFilterNeedsLevels() {
        refused(() -> texture(8, 8).withFilter(Filter.LINEAR_MIPMAP), "'weights'", "LINEAR_MIPMAP", "use LINEAR.");
        refused(() -> texture(8, 8).withFilter(Filter.NEAREST_MIPMAP), "use NEAREST.");
        assertEquals(
                Filter.LINEAR_MIPMAP,
                texture(1, 1).withFilter(Filter.LINEAR_MIPMAP).filter(),
                "one texel has all its levels");
    }

    @ParameterizedTest
    @CsvSource({"1,1,true", "64,2,true", "3,4,false", "4,3,false"})
    void powersOfTwo(int width, int height, boolean expected) {
        assertEquals(expected, texture(width, height).powerOfTwo());
    }

    @ParameterizedTest
    @CsvSource({"-1,0,1,1", "0,-1,1,1", "0,0,0,1", "0,0,1,0"})
    void regionsAreRectangles(int x, int y, int width, int height) {
        refused(() -> new Region(x, y, width, height), width + "×" + height, "(" + x + ", " + y + ")");
    }

    @Test
    void aRegionCountsBeyondTheIntegers() {
        assertEquals(1L << 32, new Region(0, 0, 1 << 16, 1 << 16).texels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "_a", "a-b", "a__b", "gl_a", "webgl_a", "texon_a", "größe"})
    void malformedNamesAreRefused(String name) {
        refused(() -> ProgramDescriptor.builder("p").output("o").texels(name).build(), "'p'", "'" + name + "'");
        refused(() -> ProgramDescriptor.builder("p").output(name).build(), "'" + name + "'");
        refused(
                () -> ProgramDescriptor.builder("p")
                        .output("o")
                        .uniform(name, UniformType.FLOAT)
                        .build(),
                "'" + name + "'");
        refused(
                () -> ProgramDescriptor.builder("p")
                        .output("o")
                        .constant(name, 1)
                        .build(),
                "'" + name + "'");
    }

    @Test
    void aNameServesOnce() {
        refused(
                () -> ProgramDescriptor.builder("p")
                        .output("o")
                        .sampled("x")
                        .constant("x", 1)
                        .build(),
                "'p'",
                "'x' twice");
    }

    @Test
    void aProgramHasOneToEightOutputs() {
        refused(() -> ProgramDescriptor.builder("p").build(), "'p'", "0 outputs");
        ProgramDescriptor.Builder builder = ProgramDescriptor.builder("p");
        for (int i = 0; i < 8; i++) {
            builder.output("o" + i);
        }
        assertEquals(8, builder.build().outputs().size());
        refused(() -> builder.output("o8").build(), "9 outputs");
    }

    @Test
    void aUniformArrayHasAPositiveLength() {
        refused(
                () -> ProgramDescriptor.builder("p")
                        .output("o")
                        .uniformArray("u", UniformType.VEC2, -1)
                        .build(),
                "'p'",
                "'u'",
                "-1");
        assertEquals(6, new ProgramDescriptor.Uniform("u", UniformType.VEC2, 3).components());
        assertEquals(16, new ProgramDescriptor.Uniform("u", UniformType.MAT4, 0).components());
    }

    @Test
    void aDescriptorKeepsItsOwnLists() {
        List<String> outputs = new ArrayList<>(List.of("o"));
        ProgramDescriptor descriptor = new ProgramDescriptor(
                "p",
                List.of(),
                List.of(),
                List.of(),
                TexelFetch.LEVEL,
                outputs,
                List.of(),
                "void main() {}",
                List.of(),
                Precision.HIGHP);
        outputs.add("later");
        assertEquals(List.of("o"), descriptor.outputs());
    }

    @Test
    void capabilitiesKeepTheirOwnSets() {
        Set<FormatFeature> measured = EnumSet.of(FormatFeature.SAMPLED);
        FormatSupport support = new FormatSupport(Set.of(), measured, 0, 0);
        measured.add(FormatFeature.BLEND);
        assertEquals(Set.of(FormatFeature.SAMPLED), support.measured());
        assertThrows(
                UnsupportedOperationException.class, () -> support.measured().add(FormatFeature.RENDER));
    }

    @Test
    void aFormatThatWasNotMeasuredCanDoNothing() {
        Capabilities all = Devices.all();
        Capabilities none = new Capabilities(java.util.Map.of(), Set.of(), all.limits(), all.numerics());
        for (FormatFeature feature : FormatFeature.values()) {
            assertTrue(all.supports(TextureFormat.R8, feature));
            assertFalse(none.supports(TextureFormat.R8, feature));
        }
    }

    @ParameterizedTest
    @CsvSource({"R8,1", "RG8,2", "RGBA8,4", "R16F,2", "RG16F,4", "RGBA16F,8", "R32F,4", "RG32F,8", "RGBA32F,16"})
    void bytesPerTexel(TextureFormat format, int bytes) {
        assertEquals(bytes, format.bytesPerTexel());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "main", "fragment", "fragment_uv", "is_nan", "sample", "filter", "common", "active", "partition",
                        "patch", "smooth",
                "resource", "input", "output", "min", "texture", "vec4", "ivec2", "dmat2x3", "usampler2DArray",
                        "image2D", "sampler2D"
            })
    void wordsOfAnyDialectAreRefusedInAll(String name) {
        for (ProgramDescriptor.Builder builder : List.of(
                ProgramDescriptor.builder("p").output(name),
                ProgramDescriptor.builder("p").output("y").texels(name),
                ProgramDescriptor.builder("p").output("y").uniform(name, UniformType.FLOAT),
                ProgramDescriptor.builder("p").output("y").constant(name, 1))) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, builder::build).getMessage());
            assertTrue(message.contains("'p'") && message.contains("'" + name + "'"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"level", "size", "texel", "centre", "samples", "filters", "vector", "mains"})
    void ordinaryNamesAreNot(String name) {
        ProgramDescriptor.builder("p").output("y").constant(name, 1).build();
        ProgramDescriptor.builder("p").output(name).build();
    }

    @Test
    void namesThatTheKernelItselfNeedsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ProgramDescriptor.builder("p")
                .texels("x")
                .output("size_x")
                .build());
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> ProgramDescriptor.builder("p")
                                .constant("alpha", 1)
                                .functions("float elu(float v, float alpha) { return v; }")
                                .output("y")
                                .build())
                        .getMessage());
        assertTrue(message.contains("'alpha'") && message.contains("shared functions"), message);
        for (String line : List.of("#line 7", "  # line 7 1", "#version 300 es")) {
            String refusal =
                    String.valueOf(assertThrows(IllegalArgumentException.class, () -> ProgramDescriptor.builder("p")
                                    .output("y")
                                    .source("float a;\n" + line + "\nvoid main() {}")
                                    .build())
                            .getMessage());
            assertTrue(refusal.contains(line.strip()), refusal);
        }
    }
}

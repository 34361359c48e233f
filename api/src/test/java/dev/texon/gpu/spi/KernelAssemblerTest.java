package dev.texon.gpu.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Precision;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.UniformType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the languages' specifications demand of the text, whatever the preludes say. */
class KernelAssemblerTest {
    private static final Set<String> EXTENSIONS = Set.of("EXT_shader_texture_lod", "EXT_draw_buffers");

    private static ProgramDescriptor.Builder program() {
        return ProgramDescriptor.builder("p")
                .texels("a")
                .sampled("b")
                .uniform("scale", UniformType.VEC2)
                .uniformArray("weights", UniformType.FLOAT, 5)
                .constant("COUNT", -3)
                .output("left")
                .output("right")
                .functions("float twice(float x) { return x + x; }");
    }

    private static String preamble(GlslVersion version, Set<String> extensions) {
        return new KernelAssembler(version, extensions)
                .assemble(program().build())
                .preamble();
    }

    @ParameterizedTest
    @CsvSource({"CORE_330, #version 330 core", "ES_300, #version 300 es", "ES_100, #version 100"})
    void theVersionComesFirst(GlslVersion version, String directive) {
        List<String> lines = preamble(version, EXTENSIONS).lines().toList();
        assertEquals(directive, lines.get(0));
        assertEquals(
                1, lines.stream().filter(line -> line.startsWith("#version")).count());
    }

    @ParameterizedTest
    @EnumSource
    void extensionsComeBeforeEverythingElse(GlslVersion version) {
        List<String> lines = preamble(version, EXTENSIONS).lines().toList();
        List<String> extensions =
                lines.stream().filter(line -> line.startsWith("#extension")).toList();
        assertEquals(
                version == GlslVersion.ES_100
                        ? List.of(
                                "#extension GL_EXT_shader_texture_lod : require",
                                "#extension GL_EXT_draw_buffers : require")
                        : List.of(),
                extensions);
        assertEquals(extensions, lines.subList(1, 1 + extensions.size()));
    }

    @ParameterizedTest
    @EnumSource
    void everyDialectKeepsToItsFunctions(GlslVersion version) {
        String text = preamble(version, EXTENSIONS);
        List<String> modern = List.of("texelFetch(", "textureSize(", "textureLod(", "layout(location");
        List<String> old = List.of("texture2D(", "texture2DLodEXT(", "texon_kernel");
        for (String name : version == GlslVersion.ES_100 ? old : modern) {
            assertTrue(text.contains(name), name);
        }
        for (String name : version == GlslVersion.ES_100 ? modern : old) {
            assertFalse(text.contains(name), name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsDeclaredOnceAndTheTextEndsWithALine(GlslVersion version) {
        String text = preamble(version, EXTENSIONS);
        for (String declaration : List.of(
                "uniform vec2 scale;",
                "uniform float weights[5];",
                "#define COUNT -3",
                "uniform highp sampler2D texon_in_a;",
                "uniform highp sampler2D texon_in_b;",
                "float twice(float x)")) {
            assertEquals(2, text.split(java.util.regex.Pattern.quote(declaration), -1).length, declaration);
        }
        assertTrue(text.contains("fetch_a(ivec2 texel)"), text);
        assertTrue(text.contains("sample_b(vec2 uv)"), text);
        assertFalse(text.contains("sample_a"), "texels are not sampled");
        assertFalse(text.contains("fetch_b"), "what is sampled is not fetched");
        assertTrue(text.endsWith("}\n"), text);
        assertFalse(text.contains("$"), text);
    }

    @ParameterizedTest
    @EnumSource
    void outputsAreInOrder(GlslVersion version) {
        String text = preamble(version, EXTENSIONS);
        String epilogue = new KernelAssembler(version, EXTENSIONS)
                .assemble(program().build())
                .epilogue();
        if (version == GlslVersion.ES_100) {
            assertTrue(text.contains("vec4 left;\nvec4 right;\n#define main texon_kernel\n"), text);
            assertTrue(
                    epilogue.contains("texon_kernel();\n  gl_FragData[0] = left;\n  gl_FragData[1] = right;\n"),
                    epilogue);
        } else {
            assertTrue(
                    text.contains("layout(location = 0) out vec4 left;\nlayout(location = 1) out vec4 right;\n"), text);
            assertEquals("", epilogue);
        }
    }

    @Test
    void oneOutputOfTheOldLanguageNeedsNoExtension() {
        ProgramDescriptor one = ProgramDescriptor.builder("p").output("y").build();
        String text = new KernelAssembler(GlslVersion.ES_100, EXTENSIONS)
                .assemble(one)
                .preamble();
        assertFalse(text.contains("#define y"), "a macro would replace the swizzle .y, too");
        assertTrue(
                new KernelAssembler(GlslVersion.ES_100, EXTENSIONS)
                        .assemble(one)
                        .epilogue()
                        .contains("gl_FragColor = y;"),
                "one output");
        assertFalse(text.contains("GL_EXT_draw_buffers"), text);
    }

    @Test
    void withoutTheExtensionTheOldLanguageHasNoLevels() {
        String text = preamble(GlslVersion.ES_100, Set.of());
        assertFalse(text.contains("Lod"), text);
        assertFalse(text.contains("int level"), text);
        assertFalse(text.contains("float level"), text);
        assertFalse(text.contains("#extension"), text);
    }

    @ParameterizedTest
    @EnumSource
    void mediumPrecisionStandsBehindTheInputs(GlslVersion version) {
        KernelAssembler assembler = new KernelAssembler(version, EXTENSIONS);
        String text = assembler
                .assemble(program().precision(Precision.MEDIUMP).build())
                .preamble();
        int statement = text.lastIndexOf("precision mediump float;");
        assertEquals(version != GlslVersion.CORE_330, statement > text.indexOf("sampler2D texon_in_b"), text);
    }
}

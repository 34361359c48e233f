package dev.texon.gpu.gl;

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
class GlslAssemblerTest {
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

    private static String preamble(GlApi api, Set<String> extensions) {
        return new GlslAssembler(api, extensions).preamble(program().build());
    }

    @ParameterizedTest
    @CsvSource({
        "GL, #version 330 core",
        "GLES3, #version 300 es",
        "WEBGL2, #version 300 es",
        "GLES2, #version 100",
        "WEBGL1, #version 100"
    })
    void theVersionComesFirst(GlApi api, String version) {
        GlslAssembler assembler = new GlslAssembler(api, EXTENSIONS);
        assertEquals(version, assembler.vertexShader().lines().findFirst().orElseThrow());
        List<String> lines = preamble(api, EXTENSIONS).lines().toList();
        assertEquals(version, lines.get(0));
        assertEquals(
                1, lines.stream().filter(line -> line.startsWith("#version")).count());
    }

    @ParameterizedTest
    @EnumSource
    void extensionsComeBeforeEverythingElse(GlApi api) {
        List<String> lines = preamble(api, EXTENSIONS).lines().toList();
        List<String> extensions =
                lines.stream().filter(line -> line.startsWith("#extension")).toList();
        assertEquals(
                api.legacy()
                        ? List.of(
                                "#extension GL_EXT_shader_texture_lod : require",
                                "#extension GL_EXT_draw_buffers : require")
                        : List.of(),
                extensions);
        assertEquals(extensions, lines.subList(1, 1 + extensions.size()));
    }

    @ParameterizedTest
    @EnumSource
    void everyDialectKeepsToItsFunctions(GlApi api) {
        String text = preamble(api, EXTENSIONS);
        List<String> modern = List.of("texelFetch(", "textureSize(", "textureLod(", "layout(location");
        List<String> old = List.of("texture2D(", "texture2DLodEXT(", "texon_kernel");
        for (String name : api.legacy() ? old : modern) {
            assertTrue(text.contains(name), name);
        }
        for (String name : api.legacy() ? modern : old) {
            assertFalse(text.contains(name), name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsDeclaredOnceAndTheTextEndsWithALine(GlApi api) {
        String text = preamble(api, EXTENSIONS);
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
    void outputsAreInOrder(GlApi api) {
        String text = preamble(api, EXTENSIONS);
        String epilogue = new GlslAssembler(api, EXTENSIONS).epilogue(program().build());
        if (api.legacy()) {
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
        String text = new GlslAssembler(GlApi.WEBGL1, EXTENSIONS).preamble(one);
        assertFalse(text.contains("#define y"), "a macro would replace the swizzle .y, too");
        assertTrue(
                new GlslAssembler(GlApi.WEBGL1, EXTENSIONS).epilogue(one).contains("gl_FragColor = y;"), "one output");
        assertFalse(text.contains("GL_EXT_draw_buffers"), text);
    }

    @Test
    void withoutTheExtensionTheOldLanguageHasNoLevels() {
        String text = preamble(GlApi.GLES2, Set.of());
        assertFalse(text.contains("Lod"), text);
        assertFalse(text.contains("int level"), text);
        assertFalse(text.contains("float level"), text);
        assertFalse(text.contains("#extension"), text);
    }

    @ParameterizedTest
    @EnumSource
    void mediumPrecisionStandsBehindTheInputs(GlApi api) {
        GlslAssembler assembler = new GlslAssembler(api, EXTENSIONS);
        String text = assembler.preamble(program().precision(Precision.MEDIUMP).build());
        int statement = text.lastIndexOf("precision mediump float;");
        assertEquals(api != GlApi.GL, statement > text.indexOf("sampler2D texon_in_b"), text);
    }
}

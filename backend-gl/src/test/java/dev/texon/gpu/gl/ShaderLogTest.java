package dev.texon.gpu.gl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ShaderCompileException;
import dev.texon.gpu.UniformType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as drivers really write them, with an error in line 47 of the whole: line 7 behind 40 lines of preamble. */
class ShaderLogTest {
    private static final String PREAMBLE = "// prelude\n".repeat(40);
    private static final String SOURCE =
            "void main() {\n  float a = 1.0;\n\n\n\n\n  target = vec4(b);\n  a = 2.0;\n}\n";

    private static ShaderCompileException explain(String log) {
        return ShaderLog.explain(
                ProgramDescriptor.builder("scale")
                        .output("target")
                        .source(SOURCE)
                        .build(),
                PREAMBLE,
                log);
    }

    private static String message(ShaderCompileException e) {
        return String.valueOf(e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Mesa
                "0:47(17): error: `b' undeclared\n0:47(12): error: cannot construct `vec4' from a non-numeric data type\n",
                // ANGLE, with the zero that ends its text
                "ERROR: 0:47: 'b' : undeclared identifier\n\0",
                // NVIDIA
                "0(47) : error C1503: undefined variable \"b\"\n",
                // Apple
                "ERROR: 0:47: Use of undeclared identifier 'b'\n",
                // A warning before it names another line.
                "0:42(9): warning: `a' used uninitialized\n0:47(17): error: `b' undeclared\n",
                "0(42) : warning C7050: \"a\" might be used before being initialized\n0(47) : error C1503: undefined variable \"b\"\n"
            })
    void namesTheAuthorsLine(String log) {
        ShaderCompileException e = explain(log);
        assertEquals(7, e.line(), message(e));
        assertTrue(message(e).startsWith("Program 'scale' does not compile at line 7;"), message(e));
        assertTrue(message(e).contains(">   7 |   target = vec4(b);"), message(e));
        assertTrue(message(e).contains("    4 | "), message(e));
        assertFalse(message(e).contains("47"), message(e));
        assertFalse(message(e).contains("\0"), message(e));
    }

    @Test
    void anErrorBeforeTheSourceIsSaidToBeThere() {
        ShaderCompileException e = explain("ERROR: 0:12: 'x' : redefinition\n");
        assertEquals(0, e.line());
        assertTrue(message(e).startsWith("Program 'scale' does not compile; "), message(e));
        assertTrue(message(e).contains("before line 1 (12)"), message(e));
    }

    @Test
    void theFirstErrorInTheSourceCounts() {
        ShaderCompileException e = explain("0:12(1): error: a\n0:48(1): error: b\n0:49(1): error: c\n");
        assertEquals(8, e.line(), message(e));
    }

    @Test
    void anErrorAtTheEndOfTheSourceShowsItsLastLines() {
        ShaderCompileException e = explain("0:50(1): error: syntax error, unexpected end of file\n");
        assertEquals(10, e.line());
        assertTrue(message(e).contains("    9 | }"), message(e));
    }

    @Test
    void aLogWithoutLinesIsShownAsItIs() {
        ShaderCompileException e = explain("error: too many uniforms\n");
        assertEquals(0, e.line());
        assertTrue(message(e).contains("error: too many uniforms"), message(e));
        assertTrue(message(explain("")).contains("says: nothing"), message(explain("")));
    }

    @Test
    void aLineOfAnExpandedKernelIsNamedWithItsFile() {
        ProgramDescriptor program = ProgramDescriptor.builder("copied")
                .texels("source")
                .uniform("offset", UniformType.VEC2)
                .output("target")
                .kernel("copy")
                .build();
        ShaderCompileException e = ShaderLog.explain(program, PREAMBLE, "0:41(9): error: `fetch_source' undeclared\n");
        assertEquals(2, e.line(), message(e));
        assertTrue(
                message(e)
                        .startsWith("Program 'copied' does not compile at line kernels/copy.glsl:2; the driver says:\n"
                                + "  0:kernels/copy.glsl:2(9): error:"),
                message(e));
        assertTrue(message(e).contains("> kernels/copy.glsl:2 | void main()"), message(e));
    }
}

package dev.texon.shaders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpanderTest {
    private static final Map<String, Integer> CONSTANTS = Map.of("TWO", 2, "ZERO", 0);

    private static Expansion expand(String kernel, Map<String, String> functions, Slot... slots) {
        return Expander.expand("k", CONSTANTS, List.of(slots), path -> {
            String name = path.replace("functions/", "").replace(".glsl", "");
            return path.equals("kernels/k.glsl") ? Optional.of(kernel) : Optional.ofNullable(functions.get(name));
        });
    }

    private static Slot slot(String name, String file) {
        return new Slot(name, file, Optional.empty());
    }

    private static String text(String kernel) {
        return expand(kernel, Map.of()).text();
    }

    private static String numbers(Expansion expansion) {
        return expansion.lines().stream().map(Expansion.Line::toString).collect(Collectors.joining(" "));
    }

    @Test
    void commentsAndEmptyLinesAreLeftOutAndLinesKeepTheirNumbers() {
        Expansion expansion = expand("// What it does.\n\nvoid main() { // here\n}\n", Map.of());
        assertEquals("void main() {\n}\n", expansion.text());
        assertEquals("kernels/k.glsl:3 kernels/k.glsl:4", numbers(expansion));
    }

    @Test
    void loopsNestAndCountWithConstants() {
        Expansion expansion =
                expand("#for i in 0..TWO\n#for j in i..TWO\nsum{i} += w{i * 3 + j};\n#end\n#end\n", Map.of());
        assertEquals("sum0 += w0;\nsum0 += w1;\nsum1 += w4;\n", expansion.text());
        assertEquals("kernels/k.glsl:3 kernels/k.glsl:3 kernels/k.glsl:3", numbers(expansion));
        assertEquals("", text("#for i in 1..TWO - 1\nx\n#end\n"));
    }

    @Test
    void bracesOfBlocksStay() {
        assertEquals(
                "{ return; }\nif (a) { b{}; }\nx2 -1.0\n", text("{ return; }\nif (a) { b{}; }\nx{TWO} {0 - 1}.0\n"));
    }

    @Test
    void onlyTheBranchThatHoldsIsThere() {
        String choice = "#if %s\na\n#elif TWO > 1\n#if ZERO\nb\n#endif\nc\n#else\nd\n#endif\n";
        assertEquals("a\n", text(choice.formatted("TWO == 2")));
        assertEquals("c\n", text(choice.formatted("ZERO")));
        assertEquals("d\n", text("#if ZERO\na\n#elif ZERO\n#for i in 0..9\nb\n#end\n#else\nd\n#endif\n"));
        assertEquals("", text("#if ZERO\na\n#endif\n"));
    }

    @Test
    void whatDriversDecideIsLeftToThem() {
        assertEquals(
                "#ifdef BITS\na\n#else\nb2\n#endif\n#define A b\n",
                text("#ifdef BITS\na\n#else\n#if TWO\nb{TWO}\n#endif\n#endif\n#define A b\n"));
    }

    @Test
    void filesComeWhereTheyAreIncluded() {
        Expansion expansion = expand(
                "#include \"a\"\n#slot store\n#slots layouts\nmain\n",
                Map.of(
                        "a",
                        "#include \"b\"\n",
                        "b",
                        "b{TWO}\n",
                        "half",
                        "half\n",
                        "folded",
                        "// {name}\nfetch_{name}\n"),
                slot("store", "half"),
                new Slot("layouts", "folded", Optional.of("x")),
                new Slot("layouts", "folded", Optional.of("y")));
        assertEquals("b2\nhalf\nfetch_x\nfetch_y\nmain\n", expansion.text());
        assertEquals(
                "functions/b.glsl:1 functions/half.glsl:1 functions/folded.glsl:2 functions/folded.glsl:2 kernels/k.glsl:4",
                numbers(expansion));
        assertEquals("main\n", text("#slots layouts\nmain\n"));
    }

    @Test
    void aSlotThatAVariantDoesWithoutMayBeFilled() {
        assertEquals(
                "a\n",
                expand("#if ZERO\n#slot store\n#endif\na\n", Map.of(), slot("store", "half"))
                        .text());
    }

    private record Wrong(String kernel, String message) {}

    static List<Wrong> wrong() {
        return List.of(
                new Wrong("a\n#for i in 0..TWO\n", "kernels/k.glsl:2 has '#for i in 0..TWO' without its #end."),
                new Wrong(
                        "#for i in 0..2\n#endif\n",
                        "kernels/k.glsl:2 has '#endif', and '#for i in 0..2' of line 1 ends with #end."),
                new Wrong(
                        "#for i = 0..2\n#end\n",
                        "kernels/k.glsl:1 has '#for i = 0..2'; write it like '#for i in 0..COUNT'."),
                new Wrong(
                        "#for i in TWO..0\n#end\n",
                        "kernels/k.glsl:1 counts from 2 to before 0; the end is at least the beginning."),
                new Wrong(
                        "#for i in 0..1\n#for i in 0..1\n#end\n#end\n",
                        "kernels/k.glsl:2 counts with 'i', which is taken; choose another name."),
                new Wrong("#endif\n", "kernels/k.glsl:1 has '#endif', which ends nothing that begins before it."),
                new Wrong(
                        "#fro i\n",
                        "kernels/k.glsl:1 has '#fro i', which is no directive; docs/shaders.md lists them."),
                new Wrong(
                        "x{i}\n",
                        "kernels/k.glsl:1 has 'i', which is no number: 'i' is no constant of this kernel; it has [TWO, ZERO] and here []."),
                new Wrong(
                        "#if TWO >\n#endif\n",
                        "kernels/k.glsl:1 has 'TWO >', which is no number: a number is missing at its end."),
                new Wrong("x{1 / ZERO}\n", "kernels/k.glsl:1 has '1 / ZERO', which is no number: / by zero."),
                new Wrong(
                        "#if 1\n#else\n#elif 1\n#endif\n",
                        "kernels/k.glsl:3 has another branch after #else; make #else the last."),
                new Wrong(
                        "#ifdef A\n#elif 1\n#endif\n",
                        "kernels/k.glsl:2 has #elif after an #ifdef, which the driver decides; nest another #ifdef."),
                new Wrong(
                        "#include \"none\"\n",
                        "kernels/k.glsl:1 includes 'functions/none.glsl', which does not exist."),
                new Wrong(
                        "#include none\n",
                        "kernels/k.glsl:1 has '#include none'; write it like '#include \"folder/file\"'."),
                new Wrong(
                        "\n#include \"self\"\n", "functions/self.glsl:2 includes 'functions/self', which includes it."),
                new Wrong("#slot store\n", "kernels/k.glsl:1 asks for one file in slot 'store', and none was given."));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void anErrorNamesKernelAndLine(Wrong wrong) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> expand(wrong.kernel(), Map.of("self", "a\n#include \"self\"\n")));
        assertEquals("Kernel 'k': " + wrong.message(), e.getMessage());
    }

    @Test
    void slotsAreFilledAsTheKernelAsks() {
        assertEquals(
                "Kernel 'k': kernels/k.glsl:1 asks for one file in slot 'store', and it was given a and b.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> expand("#slot store\n", Map.of(), slot("store", "a"), slot("store", "b")))
                        .getMessage());
        assertEquals(
                "Kernel 'k' has no slot 'stroe' for 'a'; its slots are [layouts, store].",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> expand(
                                        "#slots layouts\n#if ZERO\n#slot store\n#endif\n",
                                        Map.of(),
                                        slot("stroe", "a")))
                        .getMessage());
        assertEquals(
                "There is no kernel 'none' beside dev.texon.shaders.Shaders; look into its folder kernels for the names that exist.",
                assertThrows(IllegalArgumentException.class, () -> Expander.expand("none", Map.of(), List.of()))
                        .getMessage());
    }
}

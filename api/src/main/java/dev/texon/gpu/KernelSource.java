package dev.texon.gpu;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be told from a kernel's text without compiling it. */
final class KernelSource {
    private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern MAIN = Pattern.compile("\\bmain\\b");

    private KernelSource() {}

    /** Whether the word stands anywhere; a macro may make the rest. */
    static boolean hasMain(ProgramDescriptor program) {
        return MAIN.matcher(withoutComments(program.source())).find()
                || program.functions().stream()
                        .anyMatch(text -> MAIN.matcher(withoutComments(text)).find());
    }

    /** Rows of four that the uniforms take: an element of an array takes one, a matrix four (GLSL ES 1.00.17, appendix A.7). */
    static int uniformVectors(ProgramDescriptor program) {
        return program.uniforms().stream()
                .mapToInt(uniform -> Math.max(1, uniform.count()) * (uniform.type() == UniformType.MAT4 ? 4 : 1))
                .sum();
    }

    /** Whether an input is fetched or sampled with a second argument, which is its level. */
    static boolean namesLevels(ProgramDescriptor program) {
        String text = withoutComments(program.source());
        for (ProgramDescriptor.Input input : program.inputs()) {
            Matcher call = Pattern.compile("\\b(fetch|sample)_" + input.name() + "\\s*\\(")
                    .matcher(text);
            while (call.find()) {
                if (hasComma(text, call.end())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Between an open parenthesis and its end. */
    private static boolean hasComma(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length() && depth >= 0; i++) {
            char c = text.charAt(i);
            if (c == ',' && depth == 0) {
                return true;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return false;
    }

    private static String withoutComments(String text) {
        return COMMENT.matcher(text).replaceAll(" ");
    }
}

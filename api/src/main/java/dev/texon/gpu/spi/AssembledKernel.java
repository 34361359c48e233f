package dev.texon.gpu.spi;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ShaderCompileException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel as a compiler gets it. It knows where each of its lines is written, so that errors name what an author finds.
 *
 * @param program the kernel, and where its lines are written
 * @param preamble what stands before the program's source; ends with a line break
 * @param epilogue what stands behind it
 */
public record AssembledKernel(ProgramDescriptor program, String preamble, String epilogue) {
    /** Mesa "0:7(3): error", ANGLE and Apple "ERROR: 0:7:", NVIDIA "0(7) : error". */
    private static final Pattern LINE = Pattern.compile("\\b\\d+:(\\d+)\\b|\\b\\d+\\((\\d+)\\)\\s*:");

    /** {@return all of it} */
    public String text() {
        return preamble + program.source() + epilogue;
    }

    /**
     * Makes the error that names the line as its author finds it: in the file of the shaders' jar where it is written, or else in the
     * program's source.
     *
     * @param log what the compiler says of {@link #text}; each of its lines may name one, as Mesa, ANGLE, Apple and NVIDIA write it
     * @return to be thrown
     */
    public ShaderCompileException explain(String log) {
        List<String> source = program.source().lines().toList();
        int before = (int) preamble.chars().filter(c -> c == '\n').count();
        String words = log.replace("\0", "").strip();
        int centre = 0;
        StringBuilder mapped = new StringBuilder();
        for (String entry : words.lines().toList()) {
            Matcher matcher = LINE.matcher(entry);
            if (matcher.find()) {
                int group = matcher.group(1) != null ? 1 : 2;
                int own = Integer.parseInt(matcher.group(group)) - before;
                boolean error = entry.toLowerCase(Locale.ROOT).contains("error");
                if (own > 0 && centre == 0 && error) {
                    centre = own;
                }
                String shown = own > 0 ? place(own) : "before line 1 (" + (own + before) + ")";
                entry = entry.substring(0, matcher.start(group)) + shown + entry.substring(matcher.end(group));
            }
            mapped.append("\n  ").append(entry);
        }
        StringBuilder message = new StringBuilder("Program '" + program.label() + "' does not compile"
                + (centre > 0 ? " at line " + place(centre) : "")
                + "; the driver says:" + (words.isEmpty() ? " nothing" : mapped));
        int shown = Math.max(centre, 1);
        for (int i = Math.max(1, shown - 3); i <= Math.min(source.size(), shown + 3); i++) {
            message.append(
                    String.format(Locale.ROOT, "%n%s %3s | %s", i == centre ? ">" : " ", place(i), source.get(i - 1)));
        }
        return new ShaderCompileException(message.toString(), number(centre));
    }

    /** A line of the program's source as its author finds it. */
    private String place(int line) {
        return line <= program.lines().size() ? program.lines().get(line - 1).toString() : Integer.toString(line);
    }

    private int number(int line) {
        return line > 0 && line <= program.lines().size()
                ? program.lines().get(line - 1).number()
                : line;
    }
}

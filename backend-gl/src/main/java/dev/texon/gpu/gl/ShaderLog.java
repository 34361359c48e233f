package dev.texon.gpu.gl;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ShaderCompileException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a driver's log into an error that speaks of the author's lines. */
final class ShaderLog {
    /** Mesa "0:7(3): error", ANGLE and Apple "ERROR: 0:7:", NVIDIA "0(7) : error". */
    private static final Pattern LINE = Pattern.compile("\\b\\d+:(\\d+)\\b|\\b\\d+\\((\\d+)\\)\\s*:");

    private ShaderLog() {}

    /**
     * Makes the exception.
     *
     * @param preamble what stands before the source; its lines are subtracted
     */
    static ShaderCompileException explain(ProgramDescriptor program, String preamble, String log) {
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
                String shown = own > 0 ? place(program, own) : "before line 1 (" + (own + before) + ")";
                entry = entry.substring(0, matcher.start(group)) + shown + entry.substring(matcher.end(group));
            }
            mapped.append("\n  ").append(entry);
        }
        StringBuilder message = new StringBuilder("Program '" + program.label() + "' does not compile"
                + (centre > 0 ? " at line " + place(program, centre) : "")
                + "; the driver says:" + (words.isEmpty() ? " nothing" : mapped));
        int shown = Math.max(centre, 1);
        for (int i = Math.max(1, shown - 3); i <= Math.min(source.size(), shown + 3); i++) {
            message.append(String.format(
                    Locale.ROOT, "%n%s %3s | %s", i == centre ? ">" : " ", place(program, i), source.get(i - 1)));
        }
        return new ShaderCompileException(message.toString(), number(program, centre));
    }

    /** A line of the source as its author finds it. */
    private static String place(ProgramDescriptor program, int line) {
        return line <= program.lines().size() ? program.lines().get(line - 1).toString() : Integer.toString(line);
    }

    private static int number(ProgramDescriptor program, int line) {
        return line > 0 && line <= program.lines().size()
                ? program.lines().get(line - 1).number()
                : line;
    }
}

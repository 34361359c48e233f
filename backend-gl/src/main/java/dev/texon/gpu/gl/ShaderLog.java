package dev.texon.gpu.gl;

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
     * @param preamble what stands before the author's source; its lines are subtracted
     */
    static ShaderCompileException explain(String label, String preamble, String source, String log) {
        int before = (int) preamble.chars().filter(c -> c == '\n').count();
        String words = log.replace("\0", "").strip();
        int line = 0;
        StringBuilder mapped = new StringBuilder();
        for (String entry : words.lines().toList()) {
            Matcher matcher = LINE.matcher(entry);
            if (matcher.find()) {
                int group = matcher.group(1) != null ? 1 : 2;
                int author = Integer.parseInt(matcher.group(group)) - before;
                boolean error = entry.toLowerCase(Locale.ROOT).contains("error");
                if (author > 0 && line == 0 && error) {
                    line = author;
                }
                String shown = author > 0 ? Integer.toString(author) : "before line 1 (" + (author + before) + ")";
                entry = entry.substring(0, matcher.start(group)) + shown + entry.substring(matcher.end(group));
            }
            mapped.append("\n  ").append(entry);
        }
        StringBuilder message =
                new StringBuilder("Program '" + label + "' does not compile" + (line > 0 ? " at line " + line : "")
                        + "; the driver says:" + (words.isEmpty() ? " nothing" : mapped));
        List<String> lines = source.lines().toList();
        int centre = line > 0 ? line : 1;
        for (int i = Math.max(1, centre - 3); i <= Math.min(lines.size(), centre + 3); i++) {
            message.append(String.format(Locale.ROOT, "%n%s %3d | %s", i == line ? ">" : " ", i, lines.get(i - 1)));
        }
        return new ShaderCompileException(message.toString(), line);
    }
}

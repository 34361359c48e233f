package dev.texon.shaders;

import java.util.List;

/**
 * The text of a kernel with everything chosen, as drivers get it, without comments.
 *
 * @param text ends with a line break
 * @param lines where each line of the text is written
 */
public record Expansion(String text, List<Line> lines) {
    /**
     * A line of a file of this jar.
     *
     * @param file for example {@code "kernels/copy"}
     * @param number counted from 1
     */
    public record Line(String file, int number) {
        @Override
        public String toString() {
            return file + ".glsl:" + number;
        }
    }

    public Expansion {
        lines = List.copyOf(lines);
    }
}

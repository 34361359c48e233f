package dev.texon.conformance.report;

import dev.texon.conformance.Measurement;
import dev.texon.conformance.report.Change.Direction;
import java.util.regex.Pattern;

/**
 * When a measured number has moved, and which way is worse.
 *
 * <p>The suite's inputs are seeded and a device gives the same bits for the same input (rule ROB-7), so that there is no noise of
 * chance: two runs on llvmpipe differ in times and memory alone. What moves is the driver. But a compiler may order the same
 * operations otherwise and shift a worst case a little. So an <em>error</em> has moved when it changed by a factor of √2, half a
 * bit of accuracy; what is counted (bits, texels, values) has moved when it changed at all. <em>Times and memory</em> depend on
 * what else the machine does, and are not compared.
 */
final class Figures {
    private static final double HALF_A_BIT = Math.sqrt(2);
    private static final Pattern TIME_OR_MEMORY = Pattern.compile("[nµm]?s|[KMG]i?B");
    private static final Pattern ERROR = Pattern.compile("\\b(error|deviation|distance)\\b");
    private static final Pattern LESS_IS_BETTER =
            Pattern.compile("^(wrong results|NaN results|infinite results|infinite means|reach of .*)$");
    private static final Pattern MORE_IS_BETTER = Pattern.compile(
            "\\bbits\\b|^(wrong from .*|inputs|render targets|.*uniform vectors|(measured|longest) side|subnormals kept.*"
                    + "|.*stays itself.*|zeros that .*|NaN generated)$");

    private Figures() {}

    /** Whether two numbers for the same thing differ by more than they may without a reason. */
    static boolean moved(Measurement before, Measurement after) {
        double a = before.value();
        double b = after.value();
        if (TIME_OR_MEMORY.matcher(before.unit()).matches() || Double.compare(a, b) == 0) {
            return false;
        }
        return !isError(before.name()) || errorMoved(a, b);
    }

    /** Whether two errors, both at least 0, differ by half a bit or more; NaN differs from all numbers. */
    static boolean errorMoved(double before, double after) {
        return Double.compare(before, after) != 0 && !(Math.max(before, after) < HALF_A_BIT * Math.min(before, after));
    }

    /** What it means that a number moved; NaN is worse than any error. */
    static Direction direction(Measurement before, Measurement after) {
        int growth = Double.compare(after.value(), before.value());
        String name = before.name();
        if (isError(name) || LESS_IS_BETTER.matcher(name).find()) {
            return Change.direction(-growth);
        }
        return MORE_IS_BETTER.matcher(name).find() ? Change.direction(growth) : Direction.OTHER;
    }

    private static boolean isError(String name) {
        return ERROR.matcher(name).find();
    }
}

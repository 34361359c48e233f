package dev.texon.conformance;

/**
 * A number that a case found, for the report.
 *
 * @param unit for example {@code ULP}, {@code bits} or {@code ms}; empty for a pure number
 * @param accepted what the case accepts, with its unit, for example {@code at most 3 + 2·|x| ULP}; empty if the number is only told
 */
public record Measurement(String name, double value, String unit, String accepted) {
    /** A number by which nothing is judged. */
    public Measurement(String name, double value, String unit) {
        this(name, value, unit, "");
    }

    /** As a person reads it: what was measured, and what is accepted. */
    public String describe() {
        return name + " = " + Numbers.format(value, 4) + (unit.isEmpty() ? "" : " " + unit)
                + (accepted.isEmpty() ? "" : ", accepted " + accepted);
    }
}

package dev.texon.conformance;

/**
 * A number that a case found, for the report.
 *
 * @param unit for example {@code ULP}, {@code bits} or {@code ms}; empty for a pure number
 */
public record Measurement(String name, double value, String unit) {}

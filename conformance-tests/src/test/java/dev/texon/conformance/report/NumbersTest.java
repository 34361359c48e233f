package dev.texon.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "8192, 8192",
        "-3, −3",
        "999999, 999999",
        "0.123456, 0.123",
        "-1.5, −1.5",
        "99.96, 100",
        "0.001, 0.001",
        "0.000123456, 1.23·10⁻⁴",
        "1e-5, 10⁻⁵",
        "0.00099999, 0.001",
        "-1e6, −10⁶",
        "2.5e12, 2.5·10¹²",
        "NaN, NaN",
        "Infinity, ∞",
        "-Infinity, −∞"
    })
    void areShort(double number, String text) {
        assertEquals(text, Numbers.format(number, 3));
    }
}

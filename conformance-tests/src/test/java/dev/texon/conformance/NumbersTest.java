package dev.texon.conformance;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "off by 0.003913938999176025 here | off by 0.00391 here",
                "off by 1.2345678E-5; accepted is 0.03515625. | off by 1.23E-5; accepted is 0.0352.",
                "is 0.12345678901234 instead of 0.5. | is 0.123456789 instead of 0.5.",
                "Mesa 22.3.6 and 16777216 stay | Mesa 22.3.6 and 16777216 stay"
            })
    void aSentenceKeepsTheDigitsThatMatter(String sentence, String shortened) {
        assertEquals(shortened, Numbers.shorten(sentence));
    }
}

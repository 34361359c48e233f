package dev.texon.shaders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {
    private static int value(String expression) {
        return new Arithmetic(expression, name -> {
                    if (!name.equals("SEVEN")) {
                        throw new IllegalArgumentException("no '" + name + "'");
                    }
                    return 7;
                })
                .value();
    }

    @ParameterizedTest
    @CsvSource({
        "1 + 2 * 3, 7",
        "(1 + 2) * 3, 9",
        "7 - 2 - 1, 4",
        "-SEVEN + 1, -6",
        "SEVEN / 2, 3",
        "-1 / 4, -1",
        "-1 % 4, 3",
        "5 % 4, 1",
        "SEVEN == 7, 1",
        "SEVEN != 7, 0",
        "1 < 1, 0",
        "1 <= 1, 1",
        "2 > 1, 1",
        "1 >= 2, 0",
        "0 || 2, 1",
        "1 && 0, 0",
        "1 || 0 && 0, 1",
        "!0 + !3, 1",
        "1 + 1 == 2 && 3 > 2, 1"
    })
    void isThatOfC(String expression, int expected) {
        assertEquals(expected, value(expression));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "1 +; a number is missing",
                "''; a number is missing",
                "1 2; 2' is too much",
                "(1; )' is missing",
                "1 ? 2; ? 2' is not understood",
                "1.5; .5' is not understood",
                "* 2; *' stands where a number belongs",
                "EIGHT; no 'EIGHT'",
                "99999999999; 99999999999"
            },
            delimiter = ';')
    void saysWhatIsWrong(String expression, String part) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> value(expression))
                .getMessage());
        assertTrue(message.contains(part), message);
    }

    @ParameterizedTest
    @CsvSource({"1 / 0", "1 % 0", "2147483647 + 1", "65536 * 65536"})
    void knowsItsBounds(String expression) {
        assertThrows(ArithmeticException.class, () -> value(expression));
    }
}

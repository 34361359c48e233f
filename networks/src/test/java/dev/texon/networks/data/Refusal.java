package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.function.Executable;

/** What a user is told about a file that cannot be used. */
final class Refusal {
    private Refusal() {}

    static void expect(String message, Executable reading) {
        assertEquals(message, assertThrows(IOException.class, reading).getMessage());
    }
}

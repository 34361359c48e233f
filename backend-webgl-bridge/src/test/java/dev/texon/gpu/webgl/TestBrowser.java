package dev.texon.gpu.webgl;

import dev.texon.testing.Absence;
import java.nio.file.Path;

/** The browser that the tests use. */
final class TestBrowser {
    private TestBrowser() {}

    /** Fails without a browser where {@code texon.require} names webgl, and is skipped elsewhere, with the reason. */
    static Path require() {
        Executables.Found found = Executables.find();
        if (found.path() != null) {
            return found.path();
        }
        throw Absence.of("webgl", "webgl cannot be tested: " + found.reason() + "; " + found.hint());
    }
}

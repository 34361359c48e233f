package dev.texon.gpu.webgl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

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
        String message = "webgl cannot be tested: " + found.reason() + "; " + found.hint();
        if (System.getProperty("texon.require", "").contains("webgl")) {
            return fail(message);
        }
        System.out.println(message);
        return abort(message);
    }
}

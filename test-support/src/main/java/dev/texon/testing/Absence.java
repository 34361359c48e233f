package dev.texon.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Something that a test needs is not there. The system property {@code texon.require} names the backends, or adapters as {@code
 * backend/adapter}, that must be, separated by commas: where it demands them the test fails, elsewhere it is skipped with the reason.
 */
public final class Absence {
    private Absence() {}

    /** What is demanded; empty if nothing is. */
    public static List<String> required() {
        return Stream.of(System.getProperty("texon.require", "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Ends a test that needs a backend. Never returns; {@code throw} what it says it returns, so that the compiler knows. */
    public static RuntimeException of(String backend, String reason) {
        boolean demanded = required().stream().anyMatch(name -> name.equals(backend) || name.startsWith(backend + "/"));
        return demanded
                ? Assertions.fail("texon.require demands " + backend + ". " + reason)
                : Assumptions.abort(reason);
    }

    /** As {@link #of}, of what is installed with the backends: it must be there where any of them must. */
    public static RuntimeException ofAnything(String reason) {
        return required().isEmpty()
                ? Assumptions.abort(reason)
                : Assertions.fail("texon.require demands " + required() + ". " + reason);
    }
}

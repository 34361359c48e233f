package dev.texon.cli;

import dev.texon.conformance.process.FoundAdapter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why adapters are not available, and what helps. */
final class Refusals {
    private Refusals() {}

    /** Nothing if all are available. */
    static List<String> lines(List<FoundAdapter> adapters) {
        List<String> lines = new ArrayList<>();
        for (FoundAdapter adapter : adapters) {
            if (!adapter.available()) {
                lines.add(adapter.path() + " (" + adapter.name() + ")");
                add(lines, "why:  ", adapter.reason());
                add(lines, "help: ", adapter.hint());
            }
        }
        if (!lines.isEmpty()) {
            lines.add(0, "Not available:");
        }
        return lines;
    }

    private static void add(List<String> lines, String what, @Nullable String text) {
        if (text != null) {
            lines.add("  " + what + text.replace("\n", "\n        "));
        }
    }
}

package dev.texon.cli;

import dev.texon.conformance.process.FoundAdapter;
import java.util.ArrayList;
import java.util.List;

/** Why adapters are not available, and what mends it. */
final class Refusals {
    private Refusals() {}

    /** Nothing if all are available. */
    static List<String> lines(List<FoundAdapter> adapters) {
        List<String> lines = new ArrayList<>();
        for (FoundAdapter adapter : adapters) {
            if (!adapter.available()) {
                lines.add(adapter.path() + " (" + adapter.name() + ")");
                lines.add("  why:  " + String.valueOf(adapter.reason()).replace("\n", "\n        "));
                lines.add("  mend: " + String.valueOf(adapter.hint()).replace("\n", "\n        "));
            }
        }
        if (!lines.isEmpty()) {
            lines.add(0, "Not available:");
        }
        return lines;
    }
}

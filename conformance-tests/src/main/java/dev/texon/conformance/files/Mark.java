package dev.texon.conformance.files;

import dev.texon.conformance.CaseResult;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How a result looks on the page: a symbol and a word beside each colour. From the best to the worst. */
enum Mark {
    PASS("✓", "pass", "right"),
    UNSUPPORTED("–", "unsupported", "a required capability is absent, and the call is refused as it must be"),
    WARN("△", "warn", "legal, but below what deep learning needs"),
    KNOWN("◆", "known failure", "wrong, and entered with evidence as the driver's fault; the run does not fail by it"),
    TIMEOUT("◷", "timeout", "the adapter's time was over before the case ended"),
    CRASH("↯", "crash", "the device was lost, or its process died"),
    FAIL("✗", "fail", "wrong");

    private final String symbol;
    private final String word;
    private final String meaning;

    Mark(String symbol, String word, String meaning) {
        this.symbol = symbol;
        this.word = word;
        this.meaning = meaning;
    }

    static Mark of(CaseResult result) {
        if (result.known()) {
            return KNOWN;
        }
        return switch (result.verdict()) {
            case PASS -> PASS;
            case WARN -> WARN;
            case FAIL -> FAIL;
            case UNSUPPORTED -> UNSUPPORTED;
            case CRASH -> CRASH;
            case TIMEOUT -> TIMEOUT;
        };
    }

    /** How many of each there are; none that there is not. */
    static Map<Mark, Integer> count(Collection<CaseResult> results) {
        Map<Mark, Integer> counts = new EnumMap<>(Mark.class);
        results.forEach(result -> counts.merge(of(result), 1, Integer::sum));
        return counts;
    }

    /** The worst of them; PASS if there are none. */
    static Mark worst(Collection<CaseResult> results) {
        return results.stream().map(Mark::of).max(Mark::compareTo).orElse(PASS);
    }

    String symbol() {
        return symbol;
    }

    String word() {
        return word;
    }

    String meaning() {
        return meaning;
    }

    /** Class of the style sheet. */
    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.texon.conformance.files;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.report.Report.AdapterReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An adapter that ran, as the page shows it.
 *
 * @param letter stands for it where there is little room
 */
record Column(String letter, AdapterReport adapter, Map<String, CaseResult> byId) {
    Column(String letter, AdapterReport adapter) {
        this(letter, adapter, adapter.cases().stream().collect(Collectors.toMap(CaseResult::id, Function.identity())));
    }

    /** A to Z, then numbers. */
    static String letter(int index) {
        return index < 26 ? String.valueOf((char) ('A' + index)) : String.valueOf(index + 1);
    }

    String path() {
        return adapter.path();
    }

    Optional<CaseResult> result(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<CaseResult> ofGroup(String group) {
        return adapter.cases().stream()
                .filter(result -> result.group().equals(group))
                .toList();
    }

    boolean has(Mark mark) {
        return adapter.cases().stream().anyMatch(result -> Mark.of(result) == mark);
    }
}

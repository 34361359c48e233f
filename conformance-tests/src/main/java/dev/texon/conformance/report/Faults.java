package dev.texon.conformance.report;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.report.Report.AdapterReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The GPUs of one run, each with the ways that reach it, and whose fault each failure and warning is.
 *
 * @param name as one of its adapters reports it
 * @param natively paths of the adapters that reach it by the system's own OpenGL
 * @param translated paths of those that reach it through ANGLE, as browsers do
 */
public record Faults(String name, List<String> natively, List<String> translated, List<Fault> faults) {
    /** Whose fault it is. */
    public enum Origin {
        /** Also in native OpenGL on the same GPU. */
        DRIVER("driver"),
        /** Only by translation: native OpenGL on the same GPU is right, or no worse than a warning where this fails. */
        TRANSLATION("translation"),
        /** No native adapter on the same GPU answered, or the time limit was over. */
        UNDECIDABLE("not decidable");

        private final String words;

        Origin(String words) {
            this.words = words;
        }

        /** As a person says it. */
        public String words() {
            return words;
        }
    }

    /** How bad it is. */
    public enum Severity {
        /** It fails, crashes or runs out of time. */
        FAILURE,
        /** So it does, but wherever it does that is known. */
        KNOWN_FAILURE,
        /** It is legal, but below what deep learning needs. */
        WARNING
    }

    /**
     * One case that is not right.
     *
     * @param adapters paths of those on which it is so
     * @param message what the first of them says, a line
     */
    public record Fault(Origin origin, Severity severity, String caseId, List<String> adapters, String message) {}

    public Faults {
        natively = List.copyOf(natively);
        translated = List.copyOf(translated);
        faults = List.copyOf(faults);
    }

    /** Compares the adapters that reach the same GPU by the same driver. */
    public static List<Faults> of(Report report) {
        Map<String, List<Way>> byGpu = new LinkedHashMap<>();
        for (AdapterReport adapter : report.adapters()) {
            String renderer = adapter.renderer();
            if (renderer != null && !adapter.cases().isEmpty()) {
                byGpu.computeIfAbsent(GpuName.of(renderer), name -> new ArrayList<>())
                        .add(Way.of(adapter, renderer));
            }
        }
        return byGpu.values().stream().map(Faults::onOneGpu).toList();
    }

    /** One adapter, its results by the id of the case. */
    private record Way(String path, String renderer, boolean translated, Map<String, CaseResult> results) {
        static Way of(AdapterReport adapter, String renderer) {
            Map<String, CaseResult> results = new LinkedHashMap<>();
            adapter.cases().forEach(one -> results.put(one.id(), one));
            return new Way(adapter.path(), renderer, GpuName.isTranslated(renderer), results);
        }
    }

    private static Faults onOneGpu(List<Way> ways) {
        List<Way> natively = ways.stream().filter(way -> !way.translated).toList();
        List<Way> translated = ways.stream().filter(Way::translated).toList();
        Set<String> ids = new LinkedHashSet<>();
        ways.forEach(way -> ids.addAll(way.results.keySet()));
        List<Fault> faults = new ArrayList<>();
        for (String id : ids) {
            // A translation that fails where the driver only warns adds a fault of its own.
            fault(id, natively, translated, result -> result.verdict().failure())
                    .ifPresent(faults::add);
            fault(id, natively, translated, result -> result.verdict() == Verdict.WARN)
                    .ifPresent(faults::add);
        }
        return new Faults(
                (natively.isEmpty() ? translated : natively).get(0).renderer,
                natively.stream().map(Way::path).toList(),
                translated.stream().map(Way::path).toList(),
                faults);
    }

    private static Optional<Fault> fault(
            String id, List<Way> natively, List<Way> translated, Predicate<CaseResult> wrong) {
        Map<String, CaseResult> found = new LinkedHashMap<>();
        Stream.concat(natively.stream(), translated.stream()).forEach(way -> {
            CaseResult result = way.results.get(id);
            if (result != null && wrong.test(result)) {
                found.put(way.path, result);
            }
        });
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<CaseResult> own = natively.stream()
                .map(way -> Optional.ofNullable(way.results.get(id)))
                .flatMap(Optional::stream)
                .filter(Faults::answered)
                .toList();
        CaseResult first = found.values().iterator().next();
        boolean warning = first.verdict() == Verdict.WARN;
        Origin origin;
        if (own.isEmpty() || found.values().stream().noneMatch(Faults::answered)) {
            origin = Origin.UNDECIDABLE;
        } else {
            // What warns by translation may well fail natively.
            origin = own.stream()
                            .anyMatch(result -> wrong.test(result)
                                    || (warning && result.verdict().failure()))
                    ? Origin.DRIVER
                    : Origin.TRANSLATION;
        }
        Severity severity = warning
                ? Severity.WARNING
                : found.values().stream().allMatch(CaseResult::known) ? Severity.KNOWN_FAILURE : Severity.FAILURE;
        return Optional.of(new Fault(
                origin,
                severity,
                id,
                List.copyOf(found.keySet()),
                first.message().lines().findFirst().orElse("")));
    }

    /** A case that lacks a capability, or that the time limit cut off, says nothing of the driver. */
    private static boolean answered(CaseResult result) {
        return result.verdict() != Verdict.UNSUPPORTED && result.verdict() != Verdict.TIMEOUT;
    }
}

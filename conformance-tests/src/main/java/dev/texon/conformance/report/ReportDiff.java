package dev.texon.conformance.report;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Measurement;
import dev.texon.conformance.report.Change.Direction;
import dev.texon.conformance.report.Report.AdapterReport;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one run to another, adapter by adapter: availability, driver, fitness, measured capabilities, verdicts, and
 * figures that {@linkplain Figures moved}. A case that only one of the runs holds is counted, and judged by nobody.
 */
public final class ReportDiff {
    private final List<Change> changes = new ArrayList<>();

    private ReportDiff() {}

    /** All changes, in the order of the adapters. */
    public static List<Change> of(Report before, Report after) {
        ReportDiff diff = new ReportDiff();
        Map<String, AdapterReport> old = byPath(before);
        Map<String, AdapterReport> now = byPath(after);
        for (String path : union(old.keySet(), now.keySet())) {
            AdapterReport was = old.get(path);
            AdapterReport is = now.get(path);
            if (was == null) {
                diff.add(Direction.OTHER, path, "adapter", "appeared: " + standing(Objects.requireNonNull(is)));
            } else if (is == null) {
                diff.add(direction(was, null), path, "adapter", "vanished: it was " + standing(was));
            } else {
                diff.adapter(path, was, is);
            }
        }
        return List.copyOf(diff.changes);
    }

    private static Direction direction(AdapterReport was, @Nullable AdapterReport is) {
        boolean before = was.unavailable() == null;
        boolean after = is != null && is.unavailable() == null;
        return Change.direction(Boolean.compare(after, before));
    }

    private static String standing(AdapterReport adapter) {
        if (adapter.unavailable() != null) {
            return "not available: " + firstLine(adapter.unavailable());
        }
        long failed = adapter.cases().stream().filter(CaseResult::failed).count();
        return (adapter.fitness() == null ? "" : adapter.fitness().level().words() + ", ")
                + adapter.cases().size() + " cases, " + failed + " failed";
    }

    private void adapter(String path, AdapterReport was, AdapterReport is) {
        if ((was.unavailable() == null) != (is.unavailable() == null)) {
            add(direction(was, is), path, "adapter", "was " + standing(was) + "; is " + standing(is));
        }
        text(path, "API", was.api(), is.api());
        text(path, "renderer", was.renderer(), is.renderer());
        text(path, "vendor", was.vendor(), is.vendor());
        text(path, "version", was.version(), is.version());
        if (was.fitness() != null && is.fitness() != null) {
            fitness(path, was.fitness(), is.fitness());
        }
        if (was.profile() != null && is.profile() != null) {
            capabilities(path, was.profile(), is.profile());
        }
        // A run that never came to its cases says nothing of them; that it did not is told above.
        if (!was.cases().isEmpty() && !is.cases().isEmpty()) {
            cases(path, was.cases(), is.cases());
        }
    }

    private void fitness(String path, Fitness was, Fitness is) {
        if (was.level() == is.level()) {
            return;
        }
        boolean undecided = was.level() == Fitness.Level.UNDECIDED || is.level() == Fitness.Level.UNDECIDED;
        add(
                // Levels are declared from the best to the worst.
                undecided ? Direction.OTHER : Change.direction(was.level().compareTo(is.level())),
                path,
                "fitness",
                was.level().words() + " → " + is.level().words() + ": " + is.reason());
    }

    private void capabilities(String path, Capabilities was, Capabilities is) {
        for (TextureFormat format : TextureFormat.values()) {
            FormatSupport before = was.format(format);
            FormatSupport after = is.format(format);
            for (FormatFeature feature : FormatFeature.values()) {
                String subject = format + " " + feature;
                flag(path, subject, was.supports(format, feature), is.supports(format, feature));
                declaration(
                        path,
                        subject,
                        before.declared().contains(feature),
                        after.declared().contains(feature));
            }
            number(path, format + " filter bits", before.filterBits(), after.filterBits());
            double error = before.mipmapError();
            double errorNow = after.mipmapError();
            // Without mipmaps there is no error, and that is told as a feature.
            if (!Double.isNaN(error) && !Double.isNaN(errorNow) && Figures.errorMoved(error, errorNow)) {
                add(
                        Change.direction(Double.compare(error, errorNow)),
                        path,
                        format + " mipmap error",
                        figure(error) + " → " + figure(errorNow));
            }
        }
        for (Feature feature : Feature.values()) {
            flag(path, feature.name(), was.supports(feature), is.supports(feature));
        }
        limits(path, was.limits(), is.limits());
        Numerics before = was.numerics();
        Numerics after = is.numerics();
        number(path, "significant bits of highp", before.significantBits(), after.significantBits());
        flag(path, "overflow gives Inf", before.infinity(), after.infinity());
        flag(path, "Inf - Inf gives NaN", before.nan(), after.nan());
        flag(path, "subnormals are kept", before.subnormals(), after.subnormals());
    }

    private void limits(String path, Limits was, Limits is) {
        number(path, "texture size", was.textureSize(), is.textureSize());
        number(path, "inputs of a program", was.inputs(), is.inputs());
        number(path, "render targets", was.renderTargets(), is.renderTargets());
        number(path, "uniform vectors", was.uniformVectors(), is.uniformVectors());
        number(path, "turns of loops", was.loopTurns(), is.loopTurns());
    }

    private void cases(String path, List<CaseResult> was, List<CaseResult> is) {
        Map<String, CaseResult> old = index(was, CaseResult::id);
        Map<String, CaseResult> now = index(is, CaseResult::id);
        for (String id : old.keySet()) {
            CaseResult before = old.get(id);
            CaseResult after = now.get(id);
            if (before != null && after != null) {
                one(path, before, after);
            }
        }
        absent(path, "not run any more", old, now.keySet());
        absent(path, "new", now, old.keySet());
    }

    private void absent(String path, String what, Map<String, CaseResult> here, Set<String> there) {
        List<CaseResult> only =
                here.values().stream().filter(one -> !there.contains(one.id())).toList();
        if (!only.isEmpty()) {
            long failed = only.stream().filter(CaseResult::failed).count();
            add(
                    Direction.OTHER,
                    path,
                    "cases",
                    only.size() + (only.size() == 1 ? " is " : " are ") + what + ", such as "
                            + only.get(0).id() + (failed == 0 ? "" : "; " + failed + " of them failed"));
        }
    }

    private void one(String path, CaseResult was, CaseResult is) {
        if (was.verdict() != is.verdict() || was.known() != is.known()) {
            String message = is.message().isEmpty() ? "" : ": " + firstLine(is.message());
            add(Change.direction(rank(was) - rank(is)), path, is.id(), word(was) + " → " + word(is) + message);
        }
        Map<String, Measurement> old = index(was.measurements(), ReportDiff::key);
        for (Measurement after : is.measurements()) {
            Measurement before = old.get(key(after));
            if (before != null && Figures.moved(before, after)) {
                add(
                        Figures.direction(before, after),
                        path,
                        is.id(),
                        after.name() + " " + figure(before.value()) + " → " + figure(after.value())
                                + (after.unit().isEmpty() ? "" : " " + after.unit()));
            }
        }
    }

    /** From right to useless; what lacks a capability is better than what has it and is wrong. */
    private static int rank(CaseResult result) {
        return switch (result.verdict()) {
            case PASS -> 0;
            case WARN -> 1;
            case UNSUPPORTED -> 2;
            case FAIL -> result.known() ? 3 : 4;
            case TIMEOUT -> 4;
            case CRASH -> 5;
        };
    }

    private static String word(CaseResult result) {
        return result.known() ? "known failure" : result.verdict().name();
    }

    private void text(String path, String subject, @Nullable String was, @Nullable String is) {
        if (was != null && is != null && !was.equals(is)) {
            add(Direction.OTHER, path, subject, was + " → " + is);
        }
    }

    private void flag(String path, String subject, boolean was, boolean is) {
        if (was != is) {
            add(Change.direction(Boolean.compare(is, was)), path, subject, is ? "gained" : "lost");
        }
    }

    private void declaration(String path, String subject, boolean was, boolean is) {
        if (was != is) {
            add(Direction.OTHER, path, subject, is ? "is declared now" : "is not declared any more");
        }
    }

    private void number(String path, String subject, int was, int is) {
        if (was != is) {
            add(Change.direction(Integer.compare(is, was)), path, subject, was + " → " + is);
        }
    }

    private void add(Direction direction, String path, String subject, String change) {
        changes.add(new Change(direction, path, subject, change));
    }

    private static Map<String, AdapterReport> byPath(Report report) {
        return index(report.adapters(), AdapterReport::path);
    }

    /** By key, in order; of two with the same key, which a suite never makes, the first. */
    private static <T> Map<String, T> index(List<T> all, Function<T, String> key) {
        return all.stream()
                .collect(Collectors.toMap(key, Function.identity(), (first, second) -> first, LinkedHashMap::new));
    }

    private static String key(Measurement measurement) {
        return measurement.name() + ", " + measurement.unit();
    }

    private static Set<String> union(Set<String> first, Set<String> second) {
        Set<String> union = new LinkedHashSet<>(first);
        union.addAll(second);
        return union;
    }

    private static String figure(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}

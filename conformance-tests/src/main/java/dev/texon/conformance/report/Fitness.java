package dev.texon.conformance.report;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Suite;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an adapter is fit for deep learning, and in which storage.
 *
 * <p>A storage is fit if its format of four channels can be drawn to, the fragment stage has binary32, and its <em>deciding
 * cases</em> end well: {@code precision/storage} keeps at least {@value #NEEDED_BITS} significant bits, each stage of
 * {@code readiness} equals its reference, and each safe activation of {@code special} is finite and right for every finite input.
 * A deciding case that fails disqualifies the storage, also if the failure is known: a driver that is wrong in a known way is wrong.
 *
 * <p>Any other failure is a caution and disqualifies nothing. A half beyond 65504 that becomes NaN instead of Inf, for example, is
 * no worse than Inf, which is legal there: no weight, activation or gradient can be used once it has left the range.
 *
 * @param bits significant bits that the storage of the level keeps, as {@code precision/storage} measured them; if there is no such
 *     storage, the most that any format keeps; 0 if that was not measured
 * @param reason why, in whole sentences
 * @param cautions what is wrong besides, a sentence each; none is usual
 */
public record Fitness(Level level, int bits, String reason, List<String> cautions) {
    /** Significant bits that deep learning needs of its storage. */
    public static final int NEEDED_BITS = 11;

    private static final int BINARY32_BITS = 24;

    /** Where an adapter can train. */
    public enum Level {
        /** In float32 storage. */
        FLOAT32("float32"),
        /** In float16 storage, and not in float32. */
        FLOAT16_ONLY("float16 only"),
        /** In neither. */
        NOT_FIT("not fit"),
        /** The run did not hold the cases that decide. */
        UNDECIDED("undecided");

        private final String words;

        Level(String words) {
            this.words = words;
        }

        /** As a person says it. */
        public String words() {
            return words;
        }
    }

    public Fitness {
        cautions = List.copyOf(cautions);
    }

    /** Judges one adapter by its run; empty if it is unavailable and never opened. */
    public static Optional<Fitness> of(AdapterResult result) {
        DeviceProfile profile = result.profile();
        if (profile != null) {
            return Optional.of(of(profile.capabilities(), result.results()));
        }
        return result.adapter().available() ? Optional.of(unopened(result.results())) : Optional.empty();
    }

    static Fitness of(Capabilities capabilities, List<CaseResult> results) {
        Map<String, CaseResult> byId = new LinkedHashMap<>();
        results.forEach(result -> byId.put(result.id(), result));
        Judgement full = judge(Storage.FLOAT32, capabilities, byId);
        Judgement half = judge(Storage.FLOAT16, capabilities, byId);
        List<String> cautions = cautions(capabilities.numerics(), results);
        if (full.standing == Standing.FIT) {
            if (half.standing == Standing.NOT_FIT) {
                cautions.add(0, "Float16 is not fit: " + half.why + ".");
            }
            return new Fitness(Level.FLOAT32, bits(Storage.FLOAT32, byId), full.why + ".", cautions);
        }
        if (full.standing == Standing.NOT_FIT && half.standing == Standing.FIT) {
            String reason = half.why + ". Float32 is not fit: " + full.why + ".";
            return new Fitness(Level.FLOAT16_ONLY, bits(Storage.FLOAT16, byId), reason, cautions);
        }
        boolean open = full.standing == Standing.OPEN || half.standing == Standing.OPEN;
        String reason = "Float32: " + full.why + ". Float16: " + half.why + ".";
        return new Fitness(open ? Level.UNDECIDED : Level.NOT_FIT, mostBits(results), reason, cautions);
    }

    /** What can be said of an adapter that never opened, though it did not refuse to. */
    private static Fitness unopened(List<CaseResult> results) {
        boolean timeout = results.stream().anyMatch(result -> result.verdict() == Verdict.TIMEOUT);
        return timeout
                ? new Fitness(Level.UNDECIDED, 0, "The time limit was over before the adapter opened.", List.of())
                : new Fitness(Level.NOT_FIT, 0, "The adapter crashes when it is opened.", List.of());
    }

    /** Storage of one element type, and the cases that decide on it. */
    private record Storage(TextureFormat format, String storageCase, List<String> decidingCases) {
        private static final Storage FLOAT32 = of(TextureFormat.RGBA32F, "float32", "float");
        private static final Storage FLOAT16 = of(TextureFormat.RGBA16F, "float16", "half");

        private static Storage of(TextureFormat format, String ofReadiness, String ofActivations) {
            String storageCase = "precision/storage/" + format.name().toLowerCase(Locale.ROOT);
            return new Storage(
                    format,
                    storageCase,
                    Suite.standard().cases().stream()
                            .map(ConformanceCase::id)
                            .filter(id -> id.equals(storageCase)
                                    || id.matches("readiness/[^/]+/" + ofReadiness)
                                    || id.matches("special/[^/]+/safe/" + ofActivations))
                            .toList());
        }
    }

    private enum Standing {
        FIT,
        NOT_FIT,
        OPEN
    }

    private record Judgement(Standing standing, String why) {}

    private static Judgement judge(Storage storage, Capabilities capabilities, Map<String, CaseResult> byId) {
        if (!capabilities.supports(storage.format, FormatFeature.RENDER)) {
            return new Judgement(Standing.NOT_FIT, storage.format + " cannot be drawn to");
        }
        int stage = capabilities.numerics().significantBits();
        if (stage < BINARY32_BITS) {
            return new Judgement(
                    Standing.NOT_FIT,
                    "the fragment stage computes with " + stage + " significant bits, and kernels need "
                            + BINARY32_BITS);
        }
        List<CaseResult> ran = storage.decidingCases.stream()
                .filter(byId::containsKey)
                .map(byId::get)
                .toList();
        List<CaseResult> wrong = ran.stream()
                .filter(result -> result.verdict() == Verdict.FAIL || result.verdict() == Verdict.CRASH)
                .toList();
        if (!wrong.isEmpty()) {
            return new Judgement(Standing.NOT_FIT, quote(wrong, "fails", "fail"));
        }
        int bits = bits(storage, byId);
        if (byId.containsKey(storage.storageCase) && bits < NEEDED_BITS) {
            return new Judgement(
                    Standing.NOT_FIT,
                    storage.format + " keeps " + bits + " significant bits, and deep learning needs " + NEEDED_BITS);
        }
        List<CaseResult> unanswered = ran.stream()
                .filter(result -> result.verdict() == Verdict.TIMEOUT || result.verdict() == Verdict.UNSUPPORTED)
                .toList();
        if (!unanswered.isEmpty()) {
            return new Judgement(Standing.OPEN, quote(unanswered, "gives no answer", "give no answer"));
        }
        int missing = storage.decidingCases.size() - ran.size();
        if (missing > 0) {
            String groups = byId.values().stream()
                    .map(result -> result.group() + "/*")
                    .distinct()
                    .collect(Collectors.joining(", "));
            return new Judgement(
                    Standing.OPEN,
                    missing + " of " + storage.decidingCases.size() + " deciding cases were not run"
                            + (groups.isEmpty() ? "" : ", only cases of " + groups));
        }
        return new Judgement(
                Standing.FIT,
                storage.format + " keeps " + bits
                        + " significant bits, a training step equals its reference,"
                        + " and the safe activations are right for every finite input");
    }

    /** The first of some cases in its own words, and how many more there are. */
    private static String quote(List<CaseResult> alike, String verbOfOne, String verbOfMore) {
        CaseResult first = alike.get(0);
        String more = alike.size() == 1
                ? " " + verbOfOne
                : " and " + (alike.size() - 1) + " more of the deciding cases " + verbOfMore;
        return first.id() + more + ": " + firstLine(first);
    }

    /** Without its full stop, since a sentence goes on or ends behind it. */
    private static String firstLine(CaseResult result) {
        String line = result.message().lines().findFirst().orElse("no message");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static int bits(Storage storage, Map<String, CaseResult> byId) {
        CaseResult result = byId.get(storage.storageCase);
        return result == null ? 0 : mostBits(List.of(result));
    }

    private static int mostBits(List<CaseResult> results) {
        return results.stream()
                .filter(result -> result.id().startsWith("precision/storage/"))
                .flatMap(result -> result.measurements().stream())
                .filter(measured -> measured.name().equals("significant bits"))
                .mapToInt(measured -> (int) measured.value())
                .max()
                .orElse(0);
    }

    private static List<String> cautions(Numerics numerics, List<CaseResult> results) {
        List<String> cautions = new ArrayList<>();
        if (!numerics.infinity() || !numerics.nan()) {
            cautions.add("Overflow does not show as " + (numerics.infinity() ? "NaN" : "Inf")
                    + ", so that a training that diverges goes on with wrong numbers.");
        }
        Map<String, List<CaseResult>> byTopic = results.stream()
                .filter(result -> result.verdict().failure())
                .filter(result -> Stream.of(Storage.FLOAT32, Storage.FLOAT16)
                        .noneMatch(storage -> storage.decidingCases.contains(result.id())))
                .collect(Collectors.groupingBy(Fitness::topic, LinkedHashMap::new, Collectors.toList()));
        byTopic.forEach((topic, alike) -> cautions.add(caution(topic, alike)));
        return cautions;
    }

    private static String caution(String topic, List<CaseResult> alike) {
        CaseResult first = alike.get(0);
        long known = alike.stream().filter(CaseResult::known).count();
        return topic + ": " + alike.size() + (alike.size() == 1 ? " failure" : " failures")
                + (known == 0 ? "" : known == alike.size() ? " (known)" : " (" + known + " known)")
                + ", such as " + first.id() + ": " + firstLine(first) + ".";
    }

    /** What a failure is about, in words. */
    private static String topic(CaseResult result) {
        String what =
                switch (result.group()) {
                    case "texture" -> "Storing textures";
                    case "filter" -> "Sampling";
                    case "pass" -> "Drawing";
                    case "readback" -> "Reading back";
                    case "precision" -> "Arithmetic";
                    case "mipmap" -> "Mip levels";
                    case "special" -> "Inf, NaN and subnormals";
                    case "capability" -> "What is declared";
                    case "limits" -> "Limits";
                    case "robustness" -> "Robustness";
                    default -> "Cases of " + result.group() + "/*";
                };
        String id = result.id();
        boolean half = id.contains("16f") || id.contains("/half") || id.endsWith("/float16");
        boolean full = id.contains("32f") || id.endsWith("/float") || id.endsWith("/float32");
        return what + (half ? " in float16" : full ? " in float32" : "");
    }
}

package dev.texon.conformance.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.TexonVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run of the suite, as {@code report.json} holds it. Numbers that JSON lacks are the texts {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}.
 *
 * @param schema version of this form; it grows with every change of the form
 * @param suiteVersion version of Texon
 * @param date when the report was made, ISO 8601 in UTC
 * @param questions what was asked, in the order of the suite
 */
public record Report(
        int schema,
        String suiteVersion,
        String date,
        Environment environment,
        List<Question> questions,
        List<AdapterReport> adapters) {
    public static final int SCHEMA = 2;

    public Report {
        questions = List.copyOf(questions);
        adapters = List.copyOf(adapters);
    }

    /**
     * Where it ran.
     *
     * @param settings the system properties {@code texon.*} and the variables {@code TEXON_*}, as {@code name=value}, sorted
     */
    public record Environment(String java, String os, String architecture, int processors, List<String> settings) {
        public Environment {
            settings = List.copyOf(settings);
        }

        static Environment here() {
            Map<String, String> settings = new TreeMap<>();
            System.getenv().forEach((name, value) -> {
                if (name.startsWith("TEXON_")) {
                    settings.put(name, value);
                }
            });
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith("texon."))
                    .forEach(name -> settings.put(name, System.getProperty(name)));
            return new Environment(
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
        }
    }

    /**
     * What one case asks.
     *
     * @param id of the case, as in its results
     * @param rule of docs/contract.md
     * @param checks what it checks, in one sentence
     * @param requires what the adapter must have
     * @param lookAt what to look at when it fails
     */
    public record Question(String id, String rule, String checks, List<String> requires, String lookAt) {
        public Question {
            requires = List.copyOf(requires);
        }

        static Question of(ConformanceCase one) {
            return new Question(
                    one.id(),
                    one.rule(),
                    one.checks(),
                    one.requirements().stream().map(Requirement::describe).toList(),
                    one.whenItFails());
        }

        /** What stands before the first slash of the id. */
        public String group() {
            return id.substring(0, id.indexOf('/'));
        }
    }

    /**
     * One adapter.
     *
     * @param adapter id of the adapter
     * @param unavailable why it could not be opened; null if it could, and then the following are known
     * @param hint what helps; null if it is not known, or the reason says it
     * @param profile declared and measured capabilities; null also if the adapter never opened, though it did not refuse to
     * @param fitness whether it is fit for deep learning; null if it is unavailable and never opened
     * @param required what the run demanded of every adapter, and whether this one has it; empty if it is unavailable
     * @param cases none if it is unavailable
     */
    public record AdapterReport(
            String backend,
            String adapter,
            String name,
            @JsonSetter(nulls = Nulls.SET) @Nullable String unavailable,
            @JsonSetter(nulls = Nulls.SET) @Nullable String hint,
            @JsonSetter(nulls = Nulls.SET) @Nullable String api,
            @JsonSetter(nulls = Nulls.SET) @Nullable String renderer,
            @JsonSetter(nulls = Nulls.SET) @Nullable String vendor,
            @JsonSetter(nulls = Nulls.SET) @Nullable String version,
            @JsonSetter(nulls = Nulls.SET) @Nullable Capabilities profile,
            @JsonSetter(nulls = Nulls.SET) @Nullable Fitness fitness,
            List<Demand.Answer> required,
            long milliseconds,
            List<CaseResult> cases) {
        public AdapterReport {
            required = List.copyOf(required);
            cases = List.copyOf(cases);
        }

        /** Backend and adapter in one word, for example {@code lwjgl-gles/es3-0}. */
        public String path() {
            return backend + "/" + adapter;
        }

        static AdapterReport of(AdapterResult result, List<Demand> demands) {
            FoundAdapter found = result.adapter();
            DeviceProfile profile = result.profile();
            DeviceInfo info = profile == null ? null : profile.device();
            return new AdapterReport(
                    found.backend(),
                    found.id(),
                    found.name(),
                    found.reason(),
                    found.hint(),
                    info == null ? null : info.api(),
                    info == null ? null : info.renderer(),
                    info == null ? null : info.vendor(),
                    info == null ? null : info.version(),
                    profile == null ? null : profile.capabilities(),
                    Fitness.of(result).orElse(null),
                    found.available() ? answers(result, demands) : List.of(),
                    result.milliseconds(),
                    result.results());
        }

        private static List<Demand.Answer> answers(AdapterResult result, List<Demand> demands) {
            return demands.stream()
                    .map(demand -> new Demand.Answer(
                            demand.name(), demand.unmet(result).orElse(null)))
                    .toList();
        }
    }

    /**
     * @param cases what was asked of all adapters
     * @param demands of every adapter that is available
     */
    public static Report of(List<AdapterResult> results, List<ConformanceCase> cases, List<Demand> demands) {
        return new Report(
                SCHEMA,
                TexonVersion.TEXT,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Environment.here(),
                cases.stream().map(Question::of).toList(),
                results.stream()
                        .map(result -> AdapterReport.of(result, demands))
                        .toList());
    }
}

package dev.texon.conformance.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UsageException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run demands of each adapter, by name, so that a capability that is lost fails instead of being reported as absent:
 *
 * <ul>
 *   <li>a feature of all formats of an element type, such as {@code float32-render} or {@code float16-linear}
 *   <li>a feature beyond formats, such as {@code explicit-level}
 *   <li>fitness: {@code fit-float32}, and {@code fit-float16} for float16 or better
 * </ul>
 *
 * A name of two words may also be said the other way round: {@code linear-float16}.
 */
public sealed interface Demand {
    /** As the list of all demands has it, for example {@code float32-render}. */
    String name();

    /** Why an adapter that opened does not meet it, in a few words; empty if it does. */
    Optional<String> unmet(AdapterResult result);

    /**
     * How an adapter meets a demand.
     *
     * @param missing why it does not; null if it does
     */
    record Answer(
            String name,
            @JsonSetter(nulls = Nulls.SET) @Nullable String missing) {}

    /** Measured capabilities. */
    record OfCapabilities(String name, List<Requirement> requirements) implements Demand {
        public OfCapabilities {
            requirements = List.copyOf(requirements);
        }

        @Override
        public Optional<String> unmet(AdapterResult result) {
            DeviceProfile profile = result.profile();
            if (profile == null) {
                return Optional.of("the adapter never opened");
            }
            String lacking = requirements.stream()
                    .filter(requirement -> !requirement.holds(profile.capabilities()))
                    .map(Requirement::describe)
                    .collect(Collectors.joining(" and "));
            return lacking.isEmpty() ? Optional.empty() : Optional.of("the adapter lacks " + lacking);
        }
    }

    /** A verdict at least as good. */
    record OfFitness(String name, Fitness.Level least) implements Demand {
        @Override
        public Optional<String> unmet(AdapterResult result) {
            // Levels are declared from the best to the worst, and what is undecided is not shown.
            return Fitness.of(result)
                    .filter(fitness -> fitness.level().compareTo(least) > 0)
                    .map(fitness -> "its verdict is " + fitness.level().words() + ". " + fitness.reason());
        }
    }

    /** All demands by name. */
    static Map<String, Demand> all() {
        Map<String, Demand> all = new LinkedHashMap<>();
        for (ElementType element : ElementType.values()) {
            for (FormatFeature feature : FormatFeature.values()) {
                String name = element.shortName() + "-" + word(feature);
                all.put(
                        name,
                        new OfCapabilities(
                                name,
                                Arrays.stream(TextureFormat.values())
                                        .filter(format -> format.elementType() == element)
                                        .<Requirement>map(format -> new Requirement.OfFormat(format, feature))
                                        .toList()));
            }
        }
        for (Feature feature : Feature.values()) {
            String name = feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
            all.put(name, new OfCapabilities(name, List.of(new Requirement.OfFeature(feature))));
        }
        for (Fitness.Level level : List.of(Fitness.Level.FLOAT32, Fitness.Level.FLOAT16_ONLY)) {
            String name = level == Fitness.Level.FLOAT32 ? "fit-float32" : "fit-float16";
            all.put(name, new OfFitness(name, level));
        }
        return all;
    }

    /** @throws UsageException if there is no such demand; it lists those that there are */
    static Demand named(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        int dash = name.lastIndexOf('-');
        String turned = name.substring(dash + 1) + "-" + name.substring(0, Math.max(dash, 0));
        Map<String, Demand> all = all();
        Demand demand = all.getOrDefault(name, all.get(turned));
        if (demand == null) {
            throw new UsageException("There is no capability '" + text + "' to require. Capabilities: "
                    + String.join(", ", all.keySet()) + ".");
        }
        return demand;
    }

    private static String word(FormatFeature feature) {
        return switch (feature) {
            case SAMPLED -> "sampled";
            case UPLOAD -> "upload";
            case LINEAR_FILTER -> "linear";
            case RENDER -> "render";
            case BLEND -> "blend";
            case BLEND_MIN_MAX -> "minmax";
            case MIPMAP -> "mipmap";
            case READ_BACK -> "readback";
        };
    }
}

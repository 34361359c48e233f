package dev.texon.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One question to an adapter, as plain data.
 *
 * @param id a path, for example {@code precision/exp/highp}; what stands before the first slash is the group
 * @param rule number of the rule in docs/contract.md, for example {@code PRE-4}
 * @param checks what it checks, in one sentence
 * @param requirements what the adapter must have for the body to make sense
 * @param body asks the question; runs when all requirements hold
 * @param refusal runs when a requirement is missing, and must show that the call is refused with
 *     {@link dev.texon.gpu.GpuUnsupportedException} or does not compile; null if there is nothing to refuse
 * @param whenItFails what to look at when it fails
 */
public record ConformanceCase(
        String id,
        String rule,
        String checks,
        List<Requirement> requirements,
        Body body,
        @Nullable Body refusal,
        String whenItFails) {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]+(/[A-Za-z0-9._-]+)+");
    private static final Pattern RULE = Pattern.compile("[A-Z]+-[0-9]+");

    /** What a case does. It returns when the adapter is right, and throws otherwise; see {@link Trial#fail}. */
    @FunctionalInterface
    public interface Body {
        void run(Trial trial) throws Exception;
    }

    /** @throws IllegalArgumentException if the id or the rule is malformed, or a text is missing */
    public ConformanceCase {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Case id '" + id + "' is not a path such as precision/exp/highp.");
        }
        if (!RULE.matcher(rule).matches()) {
            throw new IllegalArgumentException(
                    "Case '" + id + "' cites the rule '" + rule + "'; rules look like PRE-4.");
        }
        if (checks.isBlank() || whenItFails.isBlank()) {
            throw new IllegalArgumentException(
                    "Case '" + id + "' must say what it checks and what to look at when it fails.");
        }
        requirements = List.copyOf(requirements);
    }

    /** What stands before the first slash of the id. */
    public String group() {
        return id.substring(0, id.indexOf('/'));
    }

    public static Builder of(String id, String rule) {
        return new Builder(id, rule);
    }

    /** Collects the parts of a case; {@link #body} comes last and makes it. */
    public static final class Builder {
        private final String id;
        private final String rule;
        private final List<Requirement> requirements = new ArrayList<>();
        private String checks = "";
        private String whenItFails = "";
        private @Nullable Body refusal;

        private Builder(String id, String rule) {
            this.id = id;
            this.rule = rule;
        }

        public Builder checks(String sentence) {
            checks = sentence;
            return this;
        }

        /** Adds to what is required already. */
        public Builder requires(Requirement... more) {
            requirements.addAll(List.of(more));
            return this;
        }

        public Builder lookAt(String hint) {
            whenItFails = hint;
            return this;
        }

        public Builder refusal(Body shown) {
            refusal = shown;
            return this;
        }

        public ConformanceCase body(Body asked) {
            return new ConformanceCase(id, rule, checks, requirements, asked, refusal, whenItFails);
        }
    }
}

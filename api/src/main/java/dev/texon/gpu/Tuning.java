package dev.texon.gpu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was found to be fastest on a device, where there are several ways to the same numbers. Belongs to the device's {@link
 * DeviceProfile}, so that it is measured once.
 */
public final class Tuning {
    private final boolean measuring;
    private final Map<String, Choice> choices = new TreeMap<>();

    /**
     * A question that was answered by measuring.
     *
     * @param question for example {@code fetch}
     * @param way the fastest, or the usual one if none is clearly faster
     * @param nanoseconds of each way
     */
    public record Choice(String question, String way, Map<String, Double> nanoseconds) {
        /**
         * Copies the times.
         *
         * @param question any
         * @param way one of those that were measured
         * @param nanoseconds of each way
         */
        public Choice {
            nanoseconds = Map.copyOf(nanoseconds);
        }
    }

    Tuning(boolean measuring) {
        this.measuring = measuring;
    }

    /** {@return whether questions without an answer are to be measured; else the usual way is taken} */
    public boolean measuring() {
        return measuring;
    }

    /**
     * Looks up an answer.
     *
     * @param question for example {@code fetch}
     * @return empty if it was not measured
     */
    public Optional<Choice> choice(String question) {
        return Optional.ofNullable(choices.get(question));
    }

    /**
     * Replaces what was chosen for the same question.
     *
     * @param choice the new answer
     */
    public void choose(Choice choice) {
        choices.put(choice.question(), choice);
    }

    /**
     * Takes over what was measured before on the same device.
     *
     * @param measured answers, each to another question
     */
    public void adopt(Collection<Choice> measured) {
        measured.forEach(this::choose);
    }

    /** {@return all answers, by their questions} */
    public List<Choice> choices() {
        return new ArrayList<>(choices.values());
    }
}

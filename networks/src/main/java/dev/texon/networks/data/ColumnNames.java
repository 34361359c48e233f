package dev.texon.networks.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a CSV file by the names in its header, so that another file may have them in another order.
 *
 * @param inputs for each value of a sample
 * @param answers of the class, or of the numbers to predict
 */
public record ColumnNames(List<String> inputs, List<String> answers) {
    /** @throws IllegalArgumentException if a name is there twice */
    public ColumnNames {
        inputs = List.copyOf(inputs);
        answers = List.copyOf(answers);
        Set<String> all = new HashSet<>(inputs);
        all.addAll(answers);
        if (all.size() < inputs.size() + answers.size()) {
            throw new IllegalArgumentException("Of " + (inputs.size() + answers.size())
                    + " columns some have the same name;" + " give each its own.");
        }
    }

    /** Whether each has a name of its own. */
    static boolean tells(List<String> inputs, List<String> answers) {
        Set<String> all = new HashSet<>(inputs);
        all.addAll(answers);
        return all.size() == inputs.size() + answers.size() && !all.contains("");
    }
}

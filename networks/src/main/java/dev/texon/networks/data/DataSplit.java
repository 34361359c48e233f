package dev.texon.networks.data;

/**
 * What a network learns from, and what it is judged by.
 *
 * @param train samples to learn from
 * @param test other samples of the same kind
 */
public record DataSplit(Dataset train, Dataset test) {
    /** @throws IllegalArgumentException if the two differ in shape, classes or targets */
    public DataSplit {
        if (!train.shape().equals(test.shape())) {
            throw new IllegalArgumentException("Training samples are " + train.shape() + ", and test samples "
                    + test.shape() + "; give both the same shape.");
        }
        if (!train.classes().equals(test.classes()) || train.targetValues() != test.targetValues()) {
            throw new IllegalArgumentException("Training samples have "
                    + train.classes().size() + " classes and " + train.targetValues()
                    + " targets, and test samples "
                    + test.classes().size() + " and " + test.targetValues() + ", or others; give both the same.");
        }
    }
}

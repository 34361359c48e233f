package dev.texon.networks.gpu;

/** What differs from one step to the next. */
public final class Step {
    private boolean training;
    private int count;
    private long number;
    private long seed;

    /**
     * @param isTraining whether dropout drops and batch normalization looks at the mini-batch
     * @param samples of the mini-batch that count; the others are there and change nothing
     * @param stepNumber counts from 0 over all epochs
     * @param stepSeed of the dropout
     */
    public Step set(boolean isTraining, int samples, long stepNumber, long stepSeed) {
        training = isTraining;
        count = samples;
        number = stepNumber;
        seed = stepSeed;
        return this;
    }

    boolean training() {
        return training;
    }

    int count() {
        return count;
    }

    long number() {
        return number;
    }

    long seed() {
        return seed;
    }
}

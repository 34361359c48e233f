package dev.texon.conformance.report;

/**
 * One difference between two runs on one adapter.
 *
 * @param adapter backend and adapter in one word
 * @param subject what changed, for example the id of a case
 * @param change from what to what
 */
public record Change(Direction direction, String adapter, String subject, String change) {
    /** Whether a network would mind. */
    public enum Direction {
        /** Less of what deep learning needs than before. */
        WORSE,
        /** More of it. */
        BETTER,
        /** Neither, or nobody can say. */
        OTHER
    }

    /** @param gain positive if the second is better, negative if it is worse */
    static Direction direction(int gain) {
        return gain > 0 ? Direction.BETTER : gain < 0 ? Direction.WORSE : Direction.OTHER;
    }
}

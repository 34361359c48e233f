package dev.texon.gpu;

/**
 * A name, a query or an option of the user's is wrong; the message says what there is instead. Commands end with the exit status for
 * wrong usage.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence with the wrong text and what may stand in its place */
    public UsageException(String message) {
        super(message);
    }
}

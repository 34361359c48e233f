package dev.texon.conformance;

/** What was asked for does not exist; the message names what does. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}

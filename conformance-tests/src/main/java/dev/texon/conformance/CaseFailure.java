package dev.texon.conformance;

/** The adapter gave a wrong answer; the message says which, and which would have been right. */
public final class CaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CaseFailure(String message) {
        super(message);
    }

    CaseFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

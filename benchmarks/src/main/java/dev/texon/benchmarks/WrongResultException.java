package dev.texon.benchmarks;

/** A contender computes something wrong, so that its time means nothing. */
public final class WrongResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongResultException(String message) {
        super(message);
    }
}

package dev.texon.conformance.process;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * An adapter that the discovery found.
 *
 * @param backend id of the backend
 * @param id of the adapter, unique within the backend
 * @param name what a person calls it
 * @param reason why it cannot be opened; null if it probably can
 * @param hint what helps; null if it is not known, or the reason says it
 * @param virtualDisplay it can be opened only with a virtual display
 */
public record FoundAdapter(
        String backend,
        String id,
        String name,
        @Nullable String reason,
        @Nullable String hint,
        boolean virtualDisplay) {

    @JsonIgnore
    public boolean available() {
        return reason == null;
    }

    /** Backend and adapter in one word, for example {@code lwjgl-gles/es3-0}. */
    public String path() {
        return backend + "/" + id;
    }

    FoundAdapter withVirtualDisplay() {
        return new FoundAdapter(backend, id, name, reason, hint, true);
    }

    /** Whether its backend says that a display is what it lacks. */
    boolean lacksDisplay() {
        return reason != null && reason.contains("display");
    }

    /** With a further hint. */
    FoundAdapter withHint(String more) {
        return new FoundAdapter(backend, id, name, reason, hint == null ? more : hint + "; " + more, virtualDisplay);
    }

    FoundAdapter unavailable(String why, @Nullable String help) {
        return new FoundAdapter(backend, id, name, why, help, virtualDisplay);
    }
}

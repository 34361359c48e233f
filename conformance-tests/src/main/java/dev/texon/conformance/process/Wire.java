package dev.texon.conformance.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Jobs and events as lines of JSON. Native drivers print to a child's standard output as well, so a line that is an event begins
 * with a prefix that no driver prints.
 */
final class Wire {
    private static final String PREFIX = "\u0001texon-event\u0001";
    private static final JsonMapper JSON = new JsonMapper();

    private Wire() {}

    /** One line, without its end. */
    static String encode(Job job) {
        return json(job);
    }

    static Job decodeJob(String line) throws JsonProcessingException {
        return JSON.readValue(line, Job.class);
    }

    /** On a line of its own, whatever a driver left unfinished before it. */
    static String encode(Event event) {
        return "\n" + PREFIX + json(event) + "\n";
    }

    /** Empty if the line is not an event, or a damaged one. */
    static Optional<Event> decodeEvent(String line) {
        if (!line.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(line.substring(PREFIX.length()), Event.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

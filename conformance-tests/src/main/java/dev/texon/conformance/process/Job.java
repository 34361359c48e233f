package dev.texon.conformance.process;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a child process is asked to do; one line on its standard input. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "job")
@JsonSubTypes({
    @JsonSubTypes.Type(Job.Installed.class),
    @JsonSubTypes.Type(Job.Probe.class),
    @JsonSubTypes.Type(Job.Run.class)
})
sealed interface Job {
    /** Say which backends there are: {@link Event.Installed}, {@link Event.Ended}. */
    record Installed() implements Job {}

    /** Look for a backend's adapters: {@link Event.Found}, {@link Event.Ended}. */
    record Probe(String backend) implements Job {}

    /**
     * Open an adapter and run cases on it: {@link Event.Opened} or {@link Event.Refused}, then {@link Event.Started} and {@link
     * Event.Finished} for each case, then {@link Event.Ended}.
     */
    record Run(String backend, String adapter, List<String> cases) implements Job {}
}

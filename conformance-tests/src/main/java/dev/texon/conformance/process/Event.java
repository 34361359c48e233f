package dev.texon.conformance.process;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.texon.conformance.CaseResult;
import dev.texon.gpu.DeviceProfile;
import java.util.List;

/** What a child process reports; one line each on its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(Event.Installed.class),
    @JsonSubTypes.Type(Event.Found.class),
    @JsonSubTypes.Type(Event.Opened.class),
    @JsonSubTypes.Type(Event.Refused.class),
    @JsonSubTypes.Type(Event.Started.class),
    @JsonSubTypes.Type(Event.Finished.class),
    @JsonSubTypes.Type(Event.Ended.class)
})
sealed interface Event {
    /** Ids of the backends, by their priority, and what stands for those that fail to load. */
    record Installed(List<String> backends, List<FoundAdapter> broken) implements Event {}

    /** All adapters of a backend. */
    record Found(List<FoundAdapter> adapters) implements Event {}

    /** The adapter is open. */
    record Opened(DeviceProfile profile) implements Event {}

    /** The adapter cannot be opened. */
    record Refused(String reason) implements Event {}

    /** A case begins. */
    record Started(String caseId) implements Event {}

    /** A case has ended. */
    record Finished(CaseResult result) implements Event {}

    /** All is done; a process that ends without this has crashed. */
    record Ended() implements Event {}
}

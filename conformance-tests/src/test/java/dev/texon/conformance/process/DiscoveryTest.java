package dev.texon.conformance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.texon.gpu.GpuException;
import dev.texon.testing.Absence;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    @Test
    void onlyWhatNeedsADisplayGetsOne() {
        FoundAdapter needs = new FoundAdapter("jogl", "gl", "GL", null, null, false);
        FoundAdapter free = new FoundAdapter("gles", "es3", "ES 3", null, null, false);
        FoundAdapter absent = new FoundAdapter("webgl", "none", "WebGL", "no browser", "install one", false);
        List<FoundAdapter> merged = Discovery.merge(
                List.of(new FoundAdapter("jogl", "none", "GL", "no display", "set DISPLAY", false), free, absent),
                List.of(needs, free, absent));
        assertEquals(List.of(needs.withVirtualDisplay(), free, absent), merged);
        assertEquals(
                List.of(needs.withVirtualDisplay(), free, absent),
                Discovery.merge(
                        List.of(
                                new FoundAdapter("jogl", "none", "GL", "no display", "set DISPLAY", false),
                                free,
                                absent),
                        List.of(needs)),
                "who lacked nothing does not look again");
    }

    @Test
    void whereNoDisplayStartsTheOthersAreFoundAllTheSame() {
        FoundAdapter lacks = new FoundAdapter("jogl", "gl", "GL", "no X display", "set DISPLAY", false);
        FoundAdapter free = new FoundAdapter("gles", "es3", "ES 3", null, null, false);
        FoundAdapter absent = new FoundAdapter("webgl", "none", "WebGL", "no browser", "install one", false);
        assertEquals(
                List.of(
                        new FoundAdapter(
                                "jogl", "gl", "GL", "no X display", "set DISPLAY; Xvfb does not start: no keys", false),
                        free,
                        absent),
                Discovery.withoutDisplay(List.of(lacks, free, absent), "Xvfb does not start: no keys\n"));
    }

    @Test
    void aSearchThatIsNotOverInTimeSaysSoAndWhatHelps() {
        GpuException late = assertThrows(GpuException.class, () -> Discovery.probe(Duration.ofMillis(1)));
        assertEquals(
                "The search for backends is not over within its time limit of 0.001 s; "
                        + "conformance --time-limit gives it more time.",
                late.getMessage());
    }

    @Test
    void aVirtualDisplayAnswersUntilItIsClosed() throws IOException {
        // It is one of its own, whether or not there is another.
        if (!VirtualDisplay.installed()) {
            throw Absence.of("jogl", "No virtual display is tried: Xvfb is not there; apt-get install xvfb");
        }
        String name;
        try (VirtualDisplay display = VirtualDisplay.start()) {
            name = display.name();
            assertEquals(true, VirtualDisplay.answers(name));
            assertEquals(true, VirtualDisplay.answers(name + ".0"));
        }
        assertFalse(VirtualDisplay.answers(name));
    }

    @Test
    void noDisplayDoesNotAnswer() {
        for (String display : new String[] {null, "", "nonsense", ":4321", "localhost:4321"}) {
            assertFalse(VirtualDisplay.answers(display));
        }
    }
}

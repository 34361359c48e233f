package dev.texon.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class AbsenceTest {
    private final String before = System.getProperty("texon.require", "");

    @BeforeEach
    @AfterEach
    void asBefore() {
        System.setProperty("texon.require", before);
    }

    @Test
    void whatIsDemandedFails() {
        System.setProperty("texon.require", " jogl, webgl/webgl1-system ,");
        assertEquals(List.of("jogl", "webgl/webgl1-system"), Absence.required());
        for (String backend : List.of("jogl", "webgl")) {
            AssertionFailedError failure =
                    assertThrows(AssertionFailedError.class, () -> Absence.of(backend, "It is not there."));
            assertEquals("texon.require demands " + backend + ". It is not there.", failure.getMessage());
        }
        assertThrows(AssertionFailedError.class, () -> Absence.ofAnything("Nor is that."));
    }

    @Test
    void whatIsNotDemandedIsSkippedWithItsReason() {
        System.setProperty("texon.require", "webgl");
        TestAbortedException skip =
                assertThrows(TestAbortedException.class, () -> Absence.of("web", "It is not there."));
        assertTrue(String.valueOf(skip.getMessage()).contains("It is not there."), skip.getMessage());
        System.setProperty("texon.require", "");
        assertThrows(TestAbortedException.class, () -> Absence.ofAnything("Nor is that."));
    }
}

package dev.texon.conformance.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LimitTextTest {
    @Test
    void aLimitBelowTheAcceptedOneIsShownBesideIt() {
        assertEquals("at most 0.0352, without a warning at most 0.000244", Lab.atMost(0.03515625, 0x1p-12));
    }
}

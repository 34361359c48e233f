package dev.texon.gpu.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProtocolTest {
    @Test
    void theSameTableAgrees() {
        assertEquals(Optional.empty(), Protocol.difference(Protocol.hello()));
    }

    @Test
    void anotherVersionIsNamed() {
        assertEquals(
                Optional.of("the protocol version is 'texon-bridge 2' in Java and 'texon-bridge 3' in the page"),
                Protocol.difference(Protocol.hello().replace("texon-bridge 2", "texon-bridge 3")));
    }

    @Test
    void theFirstDifferentOpcodeIsNamed() {
        String other = Protocol.hello().replace("viewport iiii", "viewport iii").replace("clear i", "clear f");
        assertEquals(
                Optional.of("opcode " + Opcode.VIEWPORT.number()
                        + " is 'viewport iiii' in Java and 'viewport iii' in the page"),
                Protocol.difference(other));
    }

    @Test
    void aShorterTableIsNamed() {
        String last = Protocol.hello().substring(Protocol.hello().lastIndexOf('\n') + 1);
        String shorter = Protocol.hello().substring(0, Protocol.hello().lastIndexOf('\n'));
        assertEquals(
                Optional.of("opcode " + Opcode.BLEND_EQUATION.number() + " is '" + last
                        + "' in Java and 'nothing' in the page"),
                Protocol.difference(shorter));
    }
}

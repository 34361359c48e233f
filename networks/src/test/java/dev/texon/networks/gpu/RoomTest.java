package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Window;
import org.junit.jupiter.api.Test;

/** What does not fit names the layer, and what would fit does. */
class RoomTest {
    private static final int SIDE = 16384;

    private static void fits(Network network, int batch) {
        Room.demand(network, batch, SIDE);
    }

    private static String refusal(Network network, int batch) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Room.demand(network, batch, SIDE))
                .getMessage());
    }

    @Test
    void theLargestMiniBatchIsNamed() {
        Network images = Network.input(224, 224, 3).convolution(8, Window.same(3), Activation.RELU);
        fits(images, 73);
        assertEquals(
                "The input is " + images.input() + " for each of 74 samples, and this adapter holds 16384 rows; take"
                        + " mini-batches of at most 73.",
                refusal(images, 74));
        // Only the first layer's output is high: the image goes in flat.
        Network flat = Network.input(224, 224, 1).flatten().dense(10);
        fits(flat, 16384);
    }

    @Test
    void theLayerThatIsTooWideIsNamed() {
        fits(Network.input(4).dense(16384), 1);
        Network wide = Network.input(4).dense(16388);
        assertEquals(
                "Layer " + wide.name(0) + " has 16388 rows of weights, and this adapter holds 16384; give it fewer"
                        + " outputs.",
                refusal(wide, 1));
        Network flat = Network.input(65540);
        assertEquals(
                "The input is " + flat.input()
                        + ", and this adapter holds at most 65536 values of a sample in a row; make it smaller.",
                refusal(flat, 1));
        Network deep = Network.input(65536).dense(4);
        assertEquals(
                "Layer " + deep.name(0) + " has 16385 groups of four weights for each output, and this adapter holds"
                        + " 16384; give it fewer inputs.",
                refusal(deep, 1));
    }
}

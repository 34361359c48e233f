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
        // 36 folds of 448 columns and 16384 rows.
        fits(images, 2633);
        assertEquals(
                "The output of layer " + images.name(0) + " is " + images.output()
                        + " for each of 2634 samples, and this"
                        + " adapter holds 2633 of them; take mini-batches of at most 2633.",
                refusal(images, 2634));
        // Only the first layer's output is high: the image goes in flat.
        Network flat = Network.input(224, 224, 1).flatten().dense(10);
        fits(flat, 16384);
        assertEquals(
                "The mini-batches are of 16385 samples, and this adapter holds 16384 of them; take mini-batches of at"
                        + " most 16384.",
                refusal(flat, 16385));
    }

    @Test
    void theLayerThatIsTooWideIsNamed() {
        fits(Network.input(4).dense(16388), 1);
        fits(Network.input(224, 224, 3).flatten().dense(1000), 64);
        fits(Network.input(65540), 64);
        Network broad = Network.input(1, 16385, 1);
        assertEquals(
                "The input is " + broad.input()
                        + ", and this adapter holds images of at most 16384 places a side; make it smaller.",
                refusal(broad, 1));
        Network huge = Network.input(16384, 16384, 5);
        assertEquals(
                "The input is " + huge.input()
                        + ", and one sample of it does not fit into a texture of this adapter, which"
                        + " has 16384 texels a side for four values each; make it smaller.",
                refusal(huge, 1));
        Network large = Network.input(30000).dense(40000);
        assertEquals(
                "Layer " + large.name(0) + " has 1200000000 weights, which do not fit into a texture of this adapter,"
                        + " which has 16384 texels a side for four weights each; give it fewer inputs or outputs.",
                refusal(large, 1));
        Network channels = Network.input(1, 1, 16388).depthwise(Window.of(1), Activation.LINEAR);
        assertEquals(
                "Layer " + channels.name(0) + " takes 2×4097 texels for its parameters, and this adapter holds"
                        + " 16384×4096; give it fewer channels or a smaller window.",
                refusal(channels, 1));
    }
}

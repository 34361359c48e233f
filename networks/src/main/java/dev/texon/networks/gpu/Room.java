package dev.texon.networks.gpu;

import dev.texon.networks.Network;
import dev.texon.networks.Shape;

/** Whether a network fits the textures of a device: who is told which layer does not, and what would, need not know about textures. */
final class Room {
    private Room() {}

    /**
     * @param side longest side of a texture
     * @throws IllegalArgumentException if a layer's output, its parameters or a mini-batch of it does not fit
     */
    static void demand(Network network, int batch, int side) {
        // What is judged of a mini-batch lies in one row.
        int most = side;
        int largest = -1;
        for (int i = 0; i < network.shapes().size(); i++) {
            Shape shape = shape(network, i);
            if (Math.max(shape.height(), shape.width()) > side) {
                throw new IllegalArgumentException("The " + output(network, i) + " is " + shape
                        + ", and this adapter holds images of at most " + side
                        + " places a side; make it smaller.");
            }
            int samples = TextureLayout.mostRows((long) shape.width() * shape.groups(), side) / shape.height();
            if (samples == 0) {
                throw new IllegalArgumentException("The " + output(network, i) + " is " + shape
                        + ", and one sample of it does not fit into a texture of this adapter, which has " + side
                        + " texels a side for four values each; make it smaller.");
            }
            if (samples < most) {
                most = samples;
                largest = i;
            }
        }
        if (batch > most) {
            throw new IllegalArgumentException((largest < 0
                            ? "The mini-batches are of " + batch + " samples"
                            : "The " + output(network, largest) + " is " + shape(network, largest) + " for each of "
                                    + batch + " samples")
                    + ", and this adapter holds " + most + " of them; take mini-batches of at most " + most
                    + ".");
        }
        parameters(network, side);
    }

    private static void parameters(Network network, int side) {
        for (int i = 0; i < network.nodes().size(); i++) {
            Block block = Block.of(network, i);
            int height = side / Parameters.BANDS;
            if (block instanceof Block.Matrix matrix) {
                if (matrix.rows() > TextureLayout.mostRows(matrix.columns(), side, height)) {
                    throw new IllegalArgumentException("Layer " + network.name(i) + " has "
                            + (long) matrix.outputs() * matrix.taps() * matrix.inputs()
                            + " weights, which do not fit into a texture of this adapter, which has " + side
                            + " texels a side for four weights each; give it fewer inputs or outputs.");
                }
            } else if (block != null && (block.columns() > side || block.rows() > height)) {
                throw new IllegalArgumentException("Layer " + network.name(i) + " takes " + block.columns() + "×"
                        + block.rows() + " texels for its parameters, and this adapter holds " + side + "×" + height
                        + "; give it fewer channels or a smaller window.");
            }
        }
    }

    private static Shape shape(Network network, int value) {
        return network.maker(value) < 0
                ? Decisions.inputShape(network, value)
                : network.shapes().get(value);
    }

    private static String output(Network network, int shape) {
        int maker = network.maker(shape);
        return maker >= 0
                ? "output of layer " + network.name(maker)
                : network.inputs().size() == 1
                        ? "input"
                        : "input '" + network.inputs().get(shape).name() + "'";
    }
}

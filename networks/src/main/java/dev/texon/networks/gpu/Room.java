package dev.texon.networks.gpu;

import dev.texon.networks.Layer;
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
        int highest = 0;
        for (int i = 0; i < network.shapes().size(); i++) {
            Shape shape = network.shapes().get(i);
            // A first layer that makes the input flat is no pass of its own: its input is put in flat.
            boolean skipped =
                    i == 0 && !network.layers().isEmpty() && network.layers().get(0) instanceof Layer.Flatten;
            if (skipped) {
                highest = 1;
                continue;
            }
            long row = (long) shape.width() * shape.groups();
            if (row > side) {
                throw new IllegalArgumentException("The " + output(network, i) + " is " + shape + ", and "
                        + (shape.isFlat()
                                ? "this adapter holds at most " + 4L * side + " values of a sample in a row"
                                : "this adapter holds rows of at most " + side / shape.groups() + " places of "
                                        + shape.channels() + " channels")
                        + "; make it smaller.");
            }
            if (shape.height() > network.shapes().get(highest).height()) {
                highest = i;
            }
        }
        int height = network.shapes().get(highest).height();
        if ((long) batch * height > side) {
            throw new IllegalArgumentException("The " + output(network, highest) + " is "
                    + network.shapes().get(highest) + " for each of " + batch + " samples, and this adapter holds "
                    + side + " rows; take mini-batches of at most " + side / height + ".");
        }
        parameters(network, side);
    }

    private static void parameters(Network network, int side) {
        for (int i = 0; i < network.layers().size(); i++) {
            Block block = Block.of(network.layers().get(i), network.shapes().get(i));
            if (block != null && block.columns() > side) {
                throw new IllegalArgumentException("Layer " + network.name(i) + " has " + block.columns()
                        + " groups of four weights for each output, and this adapter holds " + side
                        + "; give it fewer inputs.");
            }
            if (block != null && (long) block.rows() * Parameters.BANDS > side) {
                throw new IllegalArgumentException("Layer " + network.name(i) + " has "
                        + (long) block.rows() * Parameters.BANDS + " rows of weights, and this adapter holds " + side
                        + "; give it fewer outputs.");
            }
        }
    }

    private static String output(Network network, int shape) {
        return shape == 0 ? "input" : "output of layer " + network.name(shape - 1);
    }
}

package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Samples with their targets, which go to the GPU once. Samples are asked for one by one, so that they need not all lie in memory.
 */
public interface Dataset {
    /** Largest number of samples: as far as a 32-bit float counts. */
    int MAX_SIZE = 1 << 24;

    /** Shape of every sample. */
    Shape shape();

    /** Number of samples, at least 1 and at most {@link #MAX_SIZE}. */
    int size();

    /** {@code UNSIGNED_BYTE}, where a byte b is the value b / 255, or {@code FLOAT}. */
    ElementType elementType();

    /**
     * Puts a sample's values, row by row, place by place, channel by channel, from the buffer's position on.
     *
     * @param into native byte order; has room for the shape's values in the element type
     * @throws IOException if its file cannot be read or is damaged
     */
    void sample(int index, ByteBuffer into) throws IOException;

    /** Names of the classes; empty if the targets are numbers. */
    List<String> classes();

    /** The class of a sample, an index of {@link #classes}. */
    int label(int index);

    /** Numbers in a target; 0 if the targets are classes. */
    default int targetValues() {
        return 0;
    }

    /** The names of its columns, if it comes from a file that has some. */
    default Optional<ColumnNames> columns() {
        return Optional.empty();
    }

    /** By which its samples and targets were scaled; empty if they are in their own units. */
    default Optional<Scaling> scaling() {
        return Optional.empty();
    }

    /**
     * Puts a sample's target values, from the array's start on.
     *
     * @param into has room for {@link #targetValues}
     */
    default void target(int index, float[] into) {
        throw new UnsupportedOperationException("The targets are classes; ask for the label.");
    }
}

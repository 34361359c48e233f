package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The samples of a data set as numbers, as a network sees them. */
final class SampleValues {
    private final Dataset data;
    private final boolean bytes;
    private final ByteBuffer buffer;

    SampleValues(Dataset data) {
        this.data = data;
        bytes = data.elementType() == ElementType.UNSIGNED_BYTE;
        buffer = ByteBuffer.allocate(data.shape().values() * data.elementType().bytes())
                .order(ByteOrder.nativeOrder());
    }

    void read(int index, float[] into) throws IOException {
        data.sample(index, buffer.clear());
        buffer.flip();
        for (int i = 0; i < into.length; i++) {
            into[i] = bytes ? (buffer.get() & 0xFF) / 255f : buffer.getFloat();
        }
    }
}

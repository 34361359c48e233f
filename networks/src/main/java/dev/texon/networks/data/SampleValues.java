package dev.texon.networks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The samples of a data set as numbers, as a network sees them. */
final class SampleValues {
    private final Dataset data;
    private final ByteBuffer buffer;

    SampleValues(Dataset data) {
        this.data = data;
        buffer = ByteBuffer.allocate(data.shape().values() * data.elementType().bytes())
                .order(ByteOrder.nativeOrder());
    }

    void read(int index, float[] into) throws IOException {
        data.sample(index, buffer.clear());
        buffer.flip();
        data.elementType().decode(buffer, FloatBuffer.wrap(into));
    }
}

package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A sample's values as numbers. */
final class Samples {
    private Samples() {}

    static List<Float> of(Dataset data, int index) throws IOException {
        int values = data.shape().values();
        ByteBuffer buffer =
                ByteBuffer.allocate(values * data.elementType().bytes()).order(ByteOrder.nativeOrder());
        data.sample(index, buffer);
        if (buffer.hasRemaining()) {
            throw new AssertionError(buffer.remaining() + " bytes of the sample are missing.");
        }
        buffer.flip();
        List<Float> numbers = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            numbers.add(data.elementType() == ElementType.FLOAT ? buffer.getFloat() : (float) (buffer.get() & 0xff));
        }
        return numbers;
    }
}

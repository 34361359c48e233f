package dev.texon.networks;

import dev.texon.networks.data.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Tells one data set from another of as many samples: all labels or targets in their order, and the values of some samples. */
final class Fingerprint {
    private static final int SAMPLES = 64;

    private Fingerprint() {}

    static long of(Dataset data) throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] target = new float[data.targetValues()];
        for (int i = 0; i < data.size(); i++) {
            if (target.length == 0) {
                crc.update(number.putInt(0, data.label(i)).array());
                continue;
            }
            data.target(i, target);
            for (float value : target) {
                crc.update(number.putFloat(0, value).array());
            }
        }
        ByteBuffer sample = ByteBuffer.allocate(
                        data.shape().values() * data.elementType().bytes())
                .order(ByteOrder.nativeOrder());
        int every = Math.max(1, data.size() / SAMPLES);
        for (int i = 0; i < data.size(); i += every) {
            data.sample(i, sample.clear());
            crc.update(sample.flip());
        }
        return crc.getValue();
    }
}

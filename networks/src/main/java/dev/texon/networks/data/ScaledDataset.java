package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A data set whose samples and targets are scaled as they are asked for. */
final class ScaledDataset implements Dataset {
    private final Dataset data;
    private final Scaling scaling;

    ScaledDataset(Dataset data, Scaling scaling) {
        this.data = data;
        this.scaling = scaling;
    }

    @Override
    public Shape shape() {
        return data.shape();
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public ElementType elementType() {
        return ElementType.FLOAT;
    }

    @Override
    public void sample(int index, ByteBuffer into) throws IOException {
        float[] values = new float[data.shape().values()];
        new SampleValues(data).read(index, values);
        scaling.scale(values);
        for (float value : values) {
            into.putFloat(value);
        }
    }

    @Override
    public List<String> classes() {
        return data.classes();
    }

    @Override
    public int label(int index) {
        return data.label(index);
    }

    @Override
    public Optional<ColumnNames> columns() {
        return data.columns();
    }

    @Override
    public Optional<Scaling> scaling() {
        return Optional.of(scaling);
    }

    @Override
    public int targetValues() {
        return data.targetValues();
    }

    @Override
    public void target(int index, float[] into) {
        data.target(index, into);
        if (data.targetValues() > 0) {
            float[] target = Arrays.copyOf(into, data.targetValues());
            scaling.scaleTarget(target);
            System.arraycopy(target, 0, into, 0, target.length);
        }
    }
}

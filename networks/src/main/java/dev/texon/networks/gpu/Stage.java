package dev.texon.networks.gpu;

import dev.texon.gpu.Pass;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import org.jspecify.annotations.Nullable;

/** One pass of a network: what it makes, and for which layer, or for input, loss or optimizer. Made once and drawn in every step. */
final class Stage {
    final String layer;
    final String makes;

    private final Kernels kernels;
    private final Pass pass;
    private final int outputs;
    private final @Nullable Texture[] targets;
    private @Nullable Region region;

    Stage(Kernels kernels, String layer, String makes, Pass pass, int outputs) {
        this.kernels = kernels;
        this.layer = layer;
        this.makes = makes;
        this.pass = pass;
        this.outputs = outputs;
        targets = new Texture[outputs];
    }

    Stage input(String name, Texture texture) {
        pass.input(name, texture);
        return this;
    }

    Stage uniform(String name, float value) {
        pass.uniform(name, value);
        return this;
    }

    Stage uniform(String name, float x, float y) {
        pass.uniform(name, x, y);
        return this;
    }

    Stage uniform(String name, float x, float y, float z, float w) {
        pass.uniform(name, x, y, z, w);
        return this;
    }

    Stage target(Texture texture) {
        return target(0, texture);
    }

    Stage target(int i, Texture texture) {
        pass.target(i, texture);
        targets[i] = texture;
        return this;
    }

    Stage region(Region value) {
        pass.region(value);
        region = value;
        return this;
    }

    void draw() {
        pass.draw();
        NumericCheck check = kernels.check();
        if (check != null) {
            for (int i = 0; i < outputs; i++) {
                Texture target = targets[i];
                if (target != null) {
                    check.look(this, i, target, region != null ? region : target.whole());
                }
            }
        }
    }
}

package dev.texon.networks.gpu;

import dev.texon.gpu.Blend;
import dev.texon.gpu.Pass;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a network: what it makes, and for which layer, or for input, loss or optimizer. First it is planned, without a GPU; {@link
 * #make} makes the pass, which is then drawn in every step.
 */
final class Stage {
    final String layer;
    final String makes;

    private final ProgramDescriptor program;
    private final Map<String, Slot> inputs = new LinkedHashMap<>();
    private final @Nullable Slot[] planned;
    private final @Nullable Texture[] targets;
    private final List<Consumer<Pass>> settings = new ArrayList<>();
    private @Nullable Region region;
    private int parts = 1;
    private long fetches;

    private @Nullable Pass pass;
    private @Nullable NumericCheck check;
    private Function<Slot, Texture> textures = Slot::texture;

    Stage(String layer, String makes, ProgramDescriptor program) {
        this.layer = layer;
        this.makes = makes;
        this.program = program;
        planned = new Slot[program.outputs().size()];
        targets = new Texture[program.outputs().size()];
        fetches = program.inputs().size();
    }

    ProgramDescriptor program() {
        return program;
    }

    /** Says that it computes so many parts of each sum side by side. */
    Stage parts(int count) {
        parts = count;
        return this;
    }

    int parts() {
        return parts;
    }

    /** Says how many texels a fragment fetches; without it, one of each input. */
    Stage fetches(long perFragment) {
        fetches = perFragment;
        return this;
    }

    /** Texels that a fragment fetches. */
    long fetches() {
        return fetches;
    }

    /** Texels that it draws; 0 as long as neither target nor region is known. */
    long fragments() {
        Region drawn = region;
        if (drawn != null) {
            return (long) drawn.width() * drawn.height();
        }
        Slot target = planned[0];
        return target == null
                ? 0
                : (long) target.descriptor().width() * target.descriptor().height();
    }

    /** What it reads, as far as that does not change from draw to draw. */
    Iterable<Slot> reads() {
        return inputs.values();
    }

    /** What it writes. */
    List<Slot> writes() {
        List<Slot> all = new ArrayList<>();
        for (Slot slot : planned) {
            if (slot != null) {
                all.add(slot.whole());
            }
        }
        return all;
    }

    Stage input(String name, Slot slot) {
        Pass made = pass;
        if (made == null) {
            inputs.put(name, slot);
        } else {
            made.input(name, textures.apply(slot));
        }
        return this;
    }

    Stage input(String name, Texture texture) {
        Pass made = pass;
        if (made == null) {
            settings.add(one -> one.input(name, texture));
        } else {
            made.input(name, texture);
        }
        return this;
    }

    Stage uniform(String name, float value) {
        Pass made = pass;
        if (made == null) {
            settings.add(one -> one.uniform(name, value));
        } else {
            made.uniform(name, value);
        }
        return this;
    }

    Stage uniform(String name, float x, float y) {
        Pass made = pass;
        if (made == null) {
            settings.add(one -> one.uniform(name, x, y));
        } else {
            made.uniform(name, x, y);
        }
        return this;
    }

    Stage uniform(String name, float x, float y, float z, float w) {
        Pass made = pass;
        if (made == null) {
            settings.add(one -> one.uniform(name, x, y, z, w));
        } else {
            made.uniform(name, x, y, z, w);
        }
        return this;
    }

    Stage target(Slot slot) {
        return target(0, slot);
    }

    Stage target(int i, Slot slot) {
        planned[i] = slot;
        Pass made = pass;
        return made == null ? this : target(i, textures.apply(slot));
    }

    Stage target(Texture texture) {
        return target(0, texture);
    }

    Stage target(int i, Texture texture) {
        targets[i] = texture;
        Pass made = pass;
        if (made != null) {
            made.target(i, texture);
        }
        return this;
    }

    Stage region(Region value) {
        region = value;
        Pass made = pass;
        if (made != null) {
            made.region(value);
        }
        return this;
    }

    /**
     * Makes the pass.
     *
     * @param own the pass of its program
     * @param found the texture of each slot
     * @param numericCheck what looks at each draw; null if nothing does
     */
    Stage make(Pass own, Function<Slot, Texture> found, @Nullable NumericCheck numericCheck) {
        textures = found;
        check = numericCheck;
        inputs.forEach((name, slot) -> own.input(name, found.apply(slot)));
        boolean adds = false;
        for (int i = 0; i < planned.length; i++) {
            Slot slot = planned[i];
            if (slot != null) {
                targets[i] = found.apply(slot);
                adds |= slot.isAdded();
            }
            Texture target = targets[i];
            if (target != null) {
                own.target(i, target);
            }
        }
        if (adds) {
            own.blend(Blend.ADD);
        }
        if (region != null) {
            own.region(region);
        }
        settings.forEach(setting -> setting.accept(own));
        settings.clear();
        pass = own;
        return this;
    }

    void draw() {
        Pass made = pass;
        if (made == null) {
            throw new IllegalStateException("The pass for the " + makes + " of " + layer + " is planned and not made.");
        }
        made.draw();
        if (check != null) {
            for (int i = 0; i < targets.length; i++) {
                Texture target = targets[i];
                if (target != null) {
                    check.look(this, i, target, region != null ? region : target.whole());
                }
            }
        }
    }
}

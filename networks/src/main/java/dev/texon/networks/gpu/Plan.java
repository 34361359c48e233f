package dev.texon.networks.gpu;

import dev.texon.gpu.TextureDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is made and drawn for a network: textures and passes.
 *
 * @param passes in the order in which they are planned
 * @param textures that are made
 */
public record Plan(List<PassPlan> passes, List<TexturePlan> textures) {
    public Plan {
        passes = List.copyOf(passes);
        textures = List.copyOf(textures);
    }

    /**
     * A pass.
     *
     * @param layer that it belongs to, or input, loss or optimizer
     * @param makes what it writes
     * @param kernel its program
     * @param targets render targets that it writes at once
     * @param parts of each sum that it computes side by side
     * @param fragments that it draws
     * @param fetches texels that all fragments fetch together
     */
    public record PassPlan(
            String layer, String makes, String kernel, int targets, int parts, long fragments, long fetches) {}

    /**
     * A texture.
     *
     * @param descriptor what it is made from
     * @param values how many values have it one after the other
     */
    public record TexturePlan(TextureDescriptor descriptor, int values) {
        /** Bytes with all mip levels. */
        public long bytes() {
            return descriptor.texels() * descriptor.format().bytesPerTexel();
        }
    }

    static Plan of(Map<List<Slot>, TextureDescriptor> slots, List<Stage> stages) {
        List<TexturePlan> textures = new ArrayList<>();
        slots.forEach((some, descriptor) -> textures.add(new TexturePlan(descriptor, some.size())));
        return new Plan(
                stages.stream()
                        .map(stage -> new PassPlan(
                                stage.layer,
                                stage.makes,
                                stage.program().label(),
                                stage.program().outputs().size(),
                                stage.parts(),
                                stage.fragments(),
                                stage.fragments() * stage.fetches()))
                        .toList(),
                textures);
    }

    /** Bytes of all textures. */
    public long bytes() {
        return textures.stream().mapToLong(TexturePlan::bytes).sum();
    }
}

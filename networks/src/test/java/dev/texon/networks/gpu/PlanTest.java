package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Rounding;
import dev.texon.networks.Storage;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plans are made without a GPU. */
class PlanTest {
    private static Adapter adapter(int targets, Set<FormatFeature> floats) {
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(TextureFormat.class);
        for (TextureFormat format : TextureFormat.values()) {
            formats.put(format, new FormatSupport(floats, floats, 8, 0));
        }
        return new Adapter(
                new Capabilities(
                        formats,
                        EnumSet.allOf(Feature.class),
                        new Limits(16384, 16384, 16, targets, targets, 1024, 1 << 20),
                        new Numerics(24, true, true, true)),
                new Numbers(Storage.FLOAT32, Rounding.NONE, false),
                TexelFetch.LEVEL);
    }

    private static Plan plan(Network network, int batch, boolean learning) {
        return Engine.planned(adapter(8, EnumSet.allOf(FormatFeature.class)), network, batch, learning, Set.of())
                .plan();
    }

    private static List<String> made(Plan plan) {
        return plan.passes().stream()
                .map(pass -> pass.makes() + " of " + pass.layer() + " by " + pass.kernel())
                .toList();
    }

    /** MobileNet v1 (Howard et al. 2017, table 1) at width 0.25 and resolution 128. */
    private static Network mobileNet() {
        Network network =
                Network.input(128, 128, 3).convolution(8, Window.same(3).withStride(2), Activation.RELU);
        int[][] blocks = {
            {16, 1}, {32, 2}, {32, 1}, {64, 2}, {64, 1}, {128, 2}, {128, 1}, {128, 1}, {128, 1}, {128, 1}, {128, 1},
            {256, 2}, {256, 1}
        };
        for (int[] block : blocks) {
            network = network.depthwise(Window.same(3).withStride(block[1]), Activation.RELU)
                    .convolution(block[0], Window.of(1), Activation.RELU);
        }
        return network.averagePool(4).dense(1000).softmax();
    }

    /** All of MobileNet took 15 MB when each layer had textures of its own and the parameters two. */
    @Test
    void aModelInUseNeedsItsLargestValuesOnly() {
        Plan plan = plan(mobileNet(), 1, false);
        assertTrue(plan.bytes() < 5_000_000, plan.bytes() + " bytes");
        // The two largest of its values, and the one after them.
        assertTrue(
                plan.textures().stream().anyMatch(texture -> texture.values() > 4), "no texture is had by five values");
        Plan learning = plan(mobileNet(), 1, true);
        assertTrue(learning.textures().stream().allMatch(texture -> texture.values() == 1), "gradients need values");
    }

    @Test
    void theFirstLayersOfAModelInterleaveRows() {
        assertEquals(
                List.of(
                        "output of layer 1 (convolution) by interleaved_convolution",
                        "output of layer 2 (depthwise-convolution) by interleaved_depthwise",
                        "output of layer 3 (convolution) by convolution"),
                made(plan(mobileNet(), 1, false)).subList(0, 3));
        assertEquals(
                "output of layer 1 (convolution) by convolution",
                made(Engine.planned(adapter(1, EnumSet.allOf(FormatFeature.class)), mobileNet(), 1, false, Set.of())
                                .plan())
                        .get(0));
    }

    @Test
    void gradientsOfSharedValuesAreBlendedOrAddedUp() {
        Network network = Network.input(4, 4, 3)
                .convolution(4, Window.same(3), Activation.TANH)
                .residual(branch -> branch.convolution(4, Window.same(3), Activation.RELU))
                .globalAveragePool();
        assertTrue(
                made(plan(network, 2, true)).stream().noneMatch(pass -> pass.contains("gradient of its output")),
                "a blended gradient needs no pass");
        EnumSet<FormatFeature> unblended = EnumSet.allOf(FormatFeature.class);
        unblended.remove(FormatFeature.BLEND);
        Plan added = Engine.planned(adapter(8, unblended), network, 2, true, Set.of())
                .plan();
        assertEquals(
                List.of("gradient of its output of layer 1 (convolution) by add"),
                made(added).stream()
                        .filter(pass -> pass.contains("gradient of its output"))
                        .toList());
    }

    @Test
    void onlyWhatTheFirstOutputIsMadeOfHasGradients() {
        Network trunk = Network.input(4).dense(5, Activation.TANH);
        Plan plan =
                plan(Network.of(trunk.dense(2).named("trained"), trunk.dense(3).named("other")), 2, true);
        assertEquals(
                List.of(),
                made(plan).stream()
                        .filter(pass -> pass.startsWith("gradient") && pass.contains("'other'"))
                        .toList());
    }

    @Test
    void aPlanCountsFragmentsAndFetches() {
        Plan.PassPlan pass = plan(Network.input(6, 5, 3).maxPool(Window.of(2)), 3, false)
                .passes()
                .get(0);
        // 5×4 places of one quad for each of 3 samples, of 2×2 texels.
        assertEquals(new Plan.PassPlan("layer 1 (max-pool)", "output", "max_pool", 1, 1, 60, 240), pass);
    }

    @Test
    void whatIsPlannedIsNotThereYet() {
        Engine engine = Engine.planned(
                adapter(8, EnumSet.allOf(FormatFeature.class)), Network.input(3).dense(2), 1, false, Set.of());
        assertEquals(
                "Texture 'layer 1 (dense)' is planned and not made yet; make the network first.",
                assertThrows(IllegalStateException.class, () -> engine.output().read())
                        .getMessage());
    }

    /** Rectangles lie in the strip, and none over another. */
    @Test
    void rectanglesArePackedWithoutOverlap() {
        Random random = new Random(5);
        List<int[]> sizes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sizes.add(new int[] {1 + random.nextInt(30), 1 + random.nextInt(60)});
        }
        Skyline.Packing packing = Skyline.smallest(sizes, 30, 300, 1000);
        boolean[] taken = new boolean[packing.width() * packing.height()];
        int area = 0;
        for (int i = 0; i < sizes.size(); i++) {
            for (int y = 0; y < sizes.get(i)[1]; y++) {
                for (int x = 0; x < sizes.get(i)[0]; x++) {
                    int at = (packing.places().get(i)[1] + y) * packing.width()
                            + packing.places().get(i)[0]
                            + x;
                    assertFalse(taken[at]);
                    taken[at] = true;
                    area++;
                }
            }
        }
        assertTrue(area > 0.8 * packing.area(), area + " of " + packing.area());
        assertTrue(Skyline.smallest(sizes, 30, 300, 200).height() <= 200, "a strip that is low enough");
    }
}

package dev.texon.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.texon.networks.layers.Add;
import dev.texon.networks.layers.Flatten;
import dev.texon.networks.layers.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static void refused(String message, Runnable making) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, making::run).getMessage());
    }

    @Test
    void everyKindOfLayerHasAName() {
        Set<Class<?>> named = Arrays.stream(
                        Layer.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::value)
                .collect(Collectors.toSet());
        assertEquals(Set.of(Layer.class.getPermittedSubclasses()), named);
    }

    @Test
    void aChainIsCountedFromTheInput() {
        Network network = Network.input(4, 4, 1)
                .convolution(3, Window.same(3), Activation.RELU)
                .flatten()
                .dense(2);
        assertTrue(network.isChain());
        assertEquals(List.of(new Shape(4, 4, 1), new Shape(4, 4, 3), Shape.flat(48), Shape.flat(2)), network.shapes());
        assertEquals(List.of(3), network.outputs());
        assertEquals("3 (dense)", network.name(2));
        assertEquals("3 (dense 'head')", network.named("head").name(2));
    }

    @Test
    void branchesShareWhatTheyBeginWith() {
        Network trunk = Network.input(4, 4, 2).convolution(3, Window.same(3), Activation.RELU);
        Network residual = trunk.residual(branch -> branch.convolution(3, Window.of(1), Activation.LINEAR));
        assertEquals(3, residual.nodes().size());
        assertEquals(List.of(1, 2), residual.nodes().get(2).inputs());
        assertEquals(List.of(1, 2), residual.consumers(1));
        assertFalse(residual.isChain());
        // Two layers of the same kind are two.
        assertEquals(
                4,
                trunk.convolution(3, Window.of(1), Activation.LINEAR)
                        .add(trunk.convolution(3, Window.of(1), Activation.LINEAR))
                        .layersOf(4)
                        .size());
        Network two = Network.of(trunk.globalAveragePool(), trunk.flatten().dense(7));
        assertEquals(List.of(2, 4), two.outputs());
        assertEquals(Shape.flat(3), two.output());
    }

    @Test
    void severalInputsAreOneSampleAfterTheOther() {
        Network network =
                Network.input(3).dense(4).concatenate(Network.input(2, 2, 1).flatten(), Network.input(5));
        assertEquals(
                List.of("input", "input-2", "input-3"),
                network.inputs().stream().map(Network.Input::name).toList());
        assertEquals(Shape.flat(12), network.input());
        assertEquals(Shape.flat(13), network.output());
    }

    @Test
    void aPartOfANetworkIsANetwork() {
        Network trunk = Network.input(4, 4, 2).convolution(3, Window.same(3), Activation.RELU);
        Network whole = Network.of(trunk.globalAveragePool().dense(2), trunk.concatenate(Network.input(4, 4, 1)));
        assertEquals(
                trunk.globalAveragePool().dense(2), whole.upTo(whole.outputs().get(0)));
        assertEquals(List.of(0, 1), whole.layersOf(whole.value(1)));
        // It still shares its beginning with the whole.
        assertEquals(
                whole.nodes().size(),
                Network.of(whole, whole.upTo(whole.outputs().get(0))).nodes().size());
    }

    @Test
    void whatDoesNotFitIsSaidWithTheLayer() {
        Network image = Network.input(4, 4, 2);
        refused(
                "Layer 2 (add) does not fit: its inputs are 4×4×2 and 4×4×3; give it inputs of the same shape.",
                () -> image.residual(branch -> branch.convolution(3, Window.of(1), Activation.RELU)));
        refused(
                "Layer 2 (concatenate) does not fit: its inputs are 4×4×2 and 2×2×2; give it inputs of the same height and"
                        + " width.",
                () -> image.concatenate(image.maxPool(2)));
        refused(
                "Layer 1 (add) takes value 2, and 1 are made before it; name one of them.",
                () -> Network.of(
                        image.inputs(),
                        List.of(new Network.Node(null, new Add(Activation.LINEAR), List.of(0, 2))),
                        List.of(1)));
        refused(
                "Layer 1 (flatten) is used by no layer and is no output; leave it out.",
                () -> Network.of(
                        image.inputs(), List.of(new Network.Node(null, new Flatten(), List.of(0))), List.of(0)));
        refused(
                "Input 'other' is used by no layer and is no output; leave it out.",
                () -> Network.of(
                        List.of(image.inputs().get(0), new Network.Input("other", Shape.flat(1))),
                        List.of(),
                        List.of(0)));
        refused(
                "The network has 2 outputs, and the next layer takes one; go on from the network of one of them.",
                () -> Network.of(image.flatten(), image).dense(3));
        refused(
                "An input or layer is called '3'; a name begins with a letter or _, and goes on with letters, digits and _ ."
                        + " / : -, 128 at most.",
                () -> image.named("3"));
        refused(
                "Two inputs or layers are called 'x'; give each a name of its own.",
                () -> image.flatten().named("x").dense(2).named("x"));
        refused("Layer 1 (flatten) keeps its units: it has none; name a dense layer.", () -> image.flatten()
                .withUnits(0, 3));
    }

    @Test
    void networksOfTheSamePartsAreEqual() {
        assertEquals(Network.input(3).dense(4), Network.input(3).dense(4));
        assertNotEquals(Network.input(3).dense(4), Network.input(3).dense(4).named("last"));
        Network start = Network.input(3);
        assertNotEquals(start.dense(3).add(start), start.add(start.dense(3)));
    }
}

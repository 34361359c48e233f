package dev.texon.networks.file;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.layers.Layer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network as JSON: a chain without names as its input and layers, any other as inputs, nodes and outputs. Nodes are referred to by name, or by
 * their number as messages count them, and stand in any order.
 */
final class NetworkGraph {
    private record Chain(Shape input, List<Layer> layers) {
        Network network() {
            return Network.chain(input, layers);
        }
    }

    private record Node(@Nullable String name, Layer layer, List<String> inputs) {}

    private record Graph(List<Network.Input> inputs, List<Node> nodes, List<String> outputs) {
        static Graph of(Network network) {
            return new Graph(
                    network.inputs(),
                    network.nodes().stream()
                            .map(node -> new Node(node.name(), node.layer(), references(network, node.inputs())))
                            .toList(),
                    references(network, network.outputs()));
        }

        private static List<String> references(Network network, List<Integer> values) {
            return values.stream().map(value -> reference(network, value)).toList();
        }

        private static String reference(Network network, int value) {
            int maker = network.maker(value);
            if (maker < 0) {
                return network.inputs().get(value).name();
            }
            String name = network.nodes().get(maker).name();
            return name != null ? name : Integer.toString(maker + 1);
        }

        Network network() {
            Map<String, Integer> makers = new HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                makers.put(inputs.get(i).name(), -1 - i);
            }
            for (int i = 0; i < nodes.size(); i++) {
                makers.putIfAbsent(Integer.toString(i + 1), i);
                String name = nodes.get(i).name();
                if (name != null && makers.put(name, i) != null) {
                    throw new IllegalArgumentException(
                            "Two inputs or layers are called '" + name + "'; give each a name of its own");
                }
            }
            List<List<Integer>> from = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                from.add(resolve(makers, nodes.get(i).inputs(), "Layer " + called(i)));
            }
            Map<Integer, Integer> values = new HashMap<>();
            List<Network.Node> ordered = new ArrayList<>();
            for (int node : order(from)) {
                values.put(node, inputs.size() + ordered.size());
                ordered.add(new Network.Node(
                        nodes.get(node).name(), nodes.get(node).layer(), values(values, from.get(node))));
            }
            return Network.of(inputs, ordered, values(values, resolve(makers, outputs, "The network's output")));
        }

        private static List<Integer> resolve(Map<String, Integer> makers, List<String> references, String what) {
            return references.stream()
                    .map(reference -> {
                        Integer maker = makers.get(reference);
                        if (maker == null) {
                            throw new IllegalArgumentException(what + " takes '" + reference
                                    + "', and no input or layer is called so; name one that is there");
                        }
                        return maker;
                    })
                    .toList();
        }

        private static List<Integer> values(Map<Integer, Integer> values, List<Integer> makers) {
            return makers.stream()
                    .map(maker -> maker < 0 ? -1 - maker : values.getOrDefault(maker, -1))
                    .toList();
        }

        private String called(int node) {
            Node one = nodes.get(node);
            return (node + 1) + " (" + one.layer().type() + (one.name() == null ? "" : " '" + one.name() + "'") + ")";
        }

        /** The nodes, each after those that it takes the outputs of, otherwise as they stand. */
        private List<Integer> order(List<List<Integer>> from) {
            Set<Integer> done = new LinkedHashSet<>();
            Deque<Integer> open = new ArrayDeque<>();
            for (int start = 0; start < from.size(); start++) {
                open.push(start);
                Set<Integer> waiting = new LinkedHashSet<>();
                while (!open.isEmpty()) {
                    int node = open.peek();
                    List<Integer> missing = from.get(node).stream()
                            .filter(maker -> maker >= 0 && !done.contains(maker))
                            .toList();
                    if (missing.isEmpty()) {
                        done.add(open.pop());
                        waiting.remove(node);
                        continue;
                    }
                    waiting.add(node);
                    for (int maker : missing) {
                        if (waiting.contains(maker)) {
                            throw new IllegalArgumentException("The layers "
                                    + waiting.stream().map(this::called).collect(Collectors.joining(", "))
                                    + " take each other's outputs in a circle; take one of them away");
                        }
                    }
                    open.push(missing.get(0));
                }
            }
            return List.copyOf(done);
        }
    }

    private NetworkGraph() {}

    /** A graph that is no plain chain is written in full. */
    static final class Writer extends JsonSerializer<Network> {
        @Override
        public void serialize(Network network, JsonGenerator out, SerializerProvider provider) throws IOException {
            boolean named = !network.inputs().get(0).name().equals("input")
                    || IntStream.range(0, network.nodes().size())
                            .anyMatch(i -> network.nodes().get(i).name() != null);
            provider.defaultSerializeValue(
                    network.isChain() && !named ? new Chain(network.input(), network.layers()) : Graph.of(network),
                    out);
        }
    }

    /** Either form. */
    static final class Reader extends JsonDeserializer<Network> {
        @Override
        public Network deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(in);
            try {
                return tree.has("nodes")
                        ? context.readTreeAsValue(tree, Graph.class).network()
                        : context.readTreeAsValue(tree, Chain.class).network();
            } catch (IllegalArgumentException e) {
                throw ValueInstantiationException.from(in, "", context.constructType(Network.class), e);
            }
        }
    }
}

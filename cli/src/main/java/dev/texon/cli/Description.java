package dev.texon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.file.NetworkFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a network file or an architecture holds, layer by layer.
 *
 * @param network what it is made of
 * @param layers in their order
 * @param snapshot what else a network file holds; empty for an architecture
 */
record Description(Network network, List<Line> layers, Optional<Snapshot> snapshot) {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** A network file begins so, and JSON never does. */
    private static final int NETWORK_FILE = 'T';

    Description {
        layers = List.copyOf(layers);
    }

    /**
     * A layer.
     *
     * @param number counted from 1, as messages do
     * @param name null if it has none
     * @param layer as files hold it
     * @param inputs names or numbers of what it takes
     * @param follows whether it takes what stands on the line before, and nothing else
     * @param shape of its output
     */
    record Line(
            int number,
            @Nullable String name,
            JsonNode layer,
            List<String> inputs,
            boolean follows,
            Shape shape,
            int parameters,
            int statistics,
            long multiplyAdds) {
        Line {
            inputs = List.copyOf(inputs);
        }

        String type() {
            return layer.path("type").asText();
        }

        /** What the layer's kind leaves open, for example {@code "filters 8, 3×3, padding 1, relu"}. */
        String data() {
            List<String> parts = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : layer.properties()) {
                JsonNode value = field.getValue();
                switch (field.getKey()) {
                    case "type" -> {}
                    case "window" -> {
                        parts.add(value.path("height").asText() + "×"
                                + value.path("width").asText());
                        if (value.path("stride").asInt() != 1) {
                            parts.add("stride " + value.path("stride").asText());
                        }
                        if (value.path("padding").asInt() != 0) {
                            parts.add("padding " + value.path("padding").asText());
                        }
                    }
                    case "activation" -> {
                        String kind = value.isObject()
                                ? value.path("kind").asText() + " "
                                        + value.path("parameter").asText()
                                : value.asText();
                        if (!kind.equals("linear")) {
                            parts.add(kind);
                        }
                    }
                    case "connectivity" -> parts.add("sparse");
                    default -> parts.add(field.getKey() + " " + value.asText());
                }
            }
            return String.join(", ", parts);
        }
    }

    /** @throws IOException if the file cannot be read, or is neither; the message names it */
    static Description read(Path file) throws IOException {
        boolean whole;
        try (InputStream in = UserFiles.open(file)) {
            whole = in.read() == NETWORK_FILE;
        }
        if (whole) {
            Snapshot snapshot = NetworkFile.read(file);
            return of(snapshot.network(), Optional.of(snapshot));
        }
        return of(NetworkFile.readArchitecture(file), Optional.empty());
    }

    private static Description of(Network network, Optional<Snapshot> snapshot) throws JsonProcessingException {
        JsonNode tree = MAPPER.readTree(NetworkFile.architecture(network));
        List<Integer> parameters = Snapshot.parameterCounts(network);
        List<Integer> statistics = Snapshot.statisticCounts(network);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Network.Node node = network.nodes().get(i);
            boolean first = i == 0 && network.inputs().size() > 1;
            lines.add(new Line(
                    i + 1,
                    node.name(),
                    tree.has("nodes")
                            ? tree.path("nodes").path(i).path("layer")
                            : tree.path("layers").path(i),
                    node.inputs().stream().map(value -> called(network, value)).toList(),
                    !first && node.inputs().equals(List.of(network.value(i) - 1)),
                    network.outputShape(i),
                    parameters.get(i),
                    statistics.get(i),
                    node.layer().multiplyAdds(network.inputShapes(i))));
        }
        return new Description(network, lines, snapshot);
    }

    /** What a value is called in files: by the name of the input or layer that makes it, or by the layer's number. */
    private static String called(Network network, int value) {
        int maker = network.maker(value);
        if (maker < 0) {
            return network.inputs().get(value).name();
        }
        String name = network.nodes().get(maker).name();
        return name != null ? name : String.valueOf(maker + 1);
    }

    /** A kind of optimizer or schedule and its numbers, for example {@code "momentum, learningRate 0.01, momentum 0.9"}. */
    static String words(Object kind) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : MAPPER.valueToTree(kind).properties()) {
            String value = field.getValue().asText();
            parts.add(field.getKey().equals("type") ? value : field.getKey() + " " + value);
        }
        return String.join(", ", parts);
    }

    List<String> outputs() {
        return network.outputs().stream().map(value -> called(network, value)).toList();
    }

    long parameters() {
        return layers.stream().mapToLong(Line::parameters).sum();
    }

    long statistics() {
        return layers.stream().mapToLong(Line::statistics).sum();
    }

    long multiplyAdds() {
        return layers.stream().mapToLong(Line::multiplyAdds).sum();
    }

    /** All of it, and of a network file also what its description says of classes, scaling and training. */
    String json() throws JsonProcessingException {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode inputs = root.putArray("inputs");
        network.inputs().forEach(input -> put(inputs.addObject().put("name", input.name()), input.shape()));
        ArrayNode all = root.putArray("layers");
        for (Line line : layers) {
            ObjectNode object = all.addObject().put("number", line.number());
            if (line.name() != null) {
                object.put("name", line.name());
            }
            object.set("layer", line.layer());
            line.inputs().forEach(object.putArray("inputs")::add);
            put(object, line.shape());
            object.put("parameters", line.parameters())
                    .put("statistics", line.statistics())
                    .put("multiplyAdds", line.multiplyAdds());
        }
        outputs().forEach(root.putArray("outputs")::add);
        root.put("parameters", parameters()).put("statistics", statistics()).put("multiplyAdds", multiplyAdds());
        if (snapshot.isPresent()) {
            JsonNode description = MAPPER.readTree(NetworkFile.description(snapshot.get()));
            for (String field : List.of("loss", "classes", "scaling", "columns", "training")) {
                if (description.has(field)) {
                    root.set(field, description.get(field));
                }
            }
        }
        return root.toPrettyString();
    }

    private static void put(ObjectNode object, Shape shape) {
        object.putObject("shape")
                .put("height", shape.height())
                .put("width", shape.width())
                .put("channels", shape.channels());
    }
}

package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Network;
import dev.texon.plots.GraphChart;
import dev.texon.plots.GraphChart.Box;
import dev.texon.plots.GraphChart.Edge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The graph of a network as a picture: a box for each input and each layer. */
final class NetworkPicture {
    private NetworkPicture() {}

    static void write(String title, Description description, Path file) throws IOException {
        Network network = description.network();
        List<Box> boxes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (Network.Input input : network.inputs()) {
            boxes.add(new Box(PlainText.name(input.name()), List.of("input", result(network, boxes.size(), 0))));
        }
        for (Description.Line line : description.layers()) {
            int box = boxes.size();
            String name = line.name();
            List<String> lines = new ArrayList<>();
            if (name != null) {
                lines.add(line.type());
            }
            if (!line.data().isEmpty()) {
                lines.add(line.data());
            }
            lines.add(result(network, box, line.parameters()));
            boxes.add(new Box(line.number() + " " + (name == null ? line.type() : PlainText.name(name)), lines));
            network.nodes().get(line.number() - 1).inputs().forEach(value -> edges.add(new Edge(value, box)));
        }
        UserFiles.replace(file, new GraphChart(title, boxes, edges)::write);
    }

    /** What a box makes; it is also the network's if it is an output. */
    private static String result(Network network, int value, int parameters) {
        return network.shapes().get(value)
                + (parameters == 0 ? "" : ", " + Figures.count(parameters, "parameter"))
                + (network.outputs().contains(value) ? ", output" : "");
    }
}

package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.networks.file.NetworkFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DescribeTest {
    private static final Network RESIDUAL = Network.input(28, 28, 1)
            .convolution(8, Window.same(3).withStride(2), Activation.RELU)
            .named("stem")
            .residual(
                    branch -> branch.convolution(8, Window.same(3), Activation.leakyRelu(0.25f))
                            .batchNormalization(Activation.LINEAR),
                    Activation.RELU)
            .globalAveragePool()
            .dense(3)
            .named("scores");

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    DescribeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
        return Main.run(terminal, new CliModule(terminal), arguments);
    }

    private String output() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    /** A checkpoint after 2 epochs and 5 steps. */
    private Path residual() throws IOException {
        Snapshot start =
                Snapshot.untrained(RESIDUAL, Loss.SOFTMAX_CROSS_ENTROPY, List.of("cat", "\u001B[2Jdog", "cow"), 1);
        TrainingOptions options =
                TrainingOptions.builder().storage(Storage.FLOAT32).build();
        Path file = folder.resolve("residual.texon");
        NetworkFile.write(
                new Snapshot(
                        RESIDUAL,
                        start.loss(),
                        start.classes(),
                        start.parameters(),
                        start.statistics(),
                        Optional.of(new Snapshot.TrainingState(
                                options, 600, 2, 5, List.of(start.parameters(), start.parameters()), null, null))),
                file);
        return file;
    }

    @Test
    void aCheckpointIsATableThenSumsThenWhatItWasTrainedFor() throws IOException {
        assertEquals(0, run("describe", residual().toString()), err::toString);
        assertEquals("""
                   NAME    LAYER                                                    FROM     OUTPUT   PARAMETERS  MULTIPLY-ADDS
                   input   input                                                             28×28×1
                1  stem    convolution: filters 8, 3×3, stride 2, padding 1, relu            14×14×8          80          14112
                2          convolution: filters 8, 3×3, padding 1, leaky-relu 0.25           14×14×8         584         112896
                3          batch-normalization: momentum 0.1, epsilon 1.0E-5                 14×14×8          16
                4          add: relu                                                stem, 3  14×14×8
                5          global-average-pool                                               8
                6  scores  dense: units 3                                                    3                27             24

                6 layers, 707 parameters, 16 running statistics, 127032 multiply-adds per sample
                loss: softmax-cross-entropy
                3 classes: cat, \uFFFD[2Jdog, cow
                training: after epoch 2 and 5 steps of 600 samples in mini-batches of 64
                  optimizer adam, learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1.0E-8; schedule constant; seed 1; storage float32
                """, output());
    }

    @Test
    void jsonHoldsTheSame() throws IOException {
        assertEquals(0, run("describe", residual().toString(), "--json"), err::toString);
        JsonNode json = new JsonMapper().readTree(output());
        assertEquals("[\"stem\",\"3\"]", json.at("/layers/3/inputs").toString());
        assertEquals("relu", json.at("/layers/0/layer/activation").asText());
        assertEquals(584, json.at("/layers/1/parameters").asInt());
        assertEquals(
                "{\"height\":1,\"width\":1,\"channels\":3}",
                json.at("/layers/5/shape").toString());
        assertEquals("[\"scores\"]", json.at("/outputs").toString());
        assertEquals(127032, json.at("/multiplyAdds").asLong());
        assertEquals("cow", json.at("/classes/2").asText());
        assertEquals(5, json.at("/training/step").asInt());
    }

    @Test
    void thePictureHasABoxForEachInputAndLayer() throws Exception {
        Path svg = folder.resolve("residual.svg");
        assertEquals(0, run("describe", residual().toString(), "--svg", svg.toString()), err::toString);
        assertTrue(output().endsWith("Picture written to " + svg + ".\n"), output());
        Document picture =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(svg.toFile());
        NodeList rectangles = picture.getElementsByTagName("rect");
        int boxes = 0;
        for (int i = 0; i < rectangles.getLength(); i++) {
            boxes += ((Element) rectangles.item(i)).getAttribute("class").equals("box") ? 1 : 0;
        }
        assertEquals(7, boxes);
        assertTrue(picture.getDocumentElement().getTextContent().contains("stem"));
    }

    @Test
    void anArchitectureHasNoLossAndNoTraining() throws IOException {
        Path file = Files.writeString(folder.resolve("two.json"), """
                {"inputs": [{"name": "left", "shape": {"height": 1, "width": 1, "channels": 4}},
                            {"name": "right", "shape": {"height": 1, "width": 1, "channels": 4}}],
                 "nodes": [
                   {"name": "sum", "inputs": ["left", "right"], "layer": {"type": "add", "activation": "linear"}},
                   {"name": "a", "inputs": ["sum"], "layer": {"type": "dense", "units": 2, "activation": "tanh"}},
                   {"inputs": ["sum"], "layer": {"type": "softmax"}}],
                 "outputs": ["a", "3"]}
                """);
        assertEquals(0, run("describe", file.toString()), err::toString);
        assertEquals("""
                   NAME   LAYER                 FROM         OUTPUT  PARAMETERS  MULTIPLY-ADDS
                   left   input                              4
                   right  input                              4
                1  sum    add                   left, right  4
                2  a      dense: units 2, tanh               2               10              8
                3         softmax               sum          4

                3 layers, 10 parameters, 8 multiply-adds per sample
                outputs: a, 3
                """, output());
    }

    @Test
    void whatCannotBeReadIsRejectedInOneSentence() throws IOException {
        Path damaged = residual();
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 9]++;
        Files.write(damaged, bytes);
        Path text = Files.writeString(folder.resolve("notes.txt"), "\u001B[2J");
        for (Path file : List.of(damaged, text, folder.resolve("absent.texon"))) {
            err.getBuffer().setLength(0);
            assertEquals(1, run("describe", file.toString()), file::toString);
            assertEquals(1, err.toString().strip().lines().count(), err::toString);
            assertTrue(err.toString().contains(file.getFileName().toString()), err::toString);
            assertFalse(err.toString().contains("\u001B"), err::toString);
        }
        assertEquals("", output());
        assertEquals(2, run("describe"));
    }
}

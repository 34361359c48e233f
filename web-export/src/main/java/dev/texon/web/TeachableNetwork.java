package dev.texon.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.webgl.RecordedContext;
import dev.texon.gpu.webgl.StreamRecorder;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import dev.texon.networks.data.Scaling;
import dev.texon.networks.file.NetworkFile;
import dev.texon.networks.gpu.ParameterLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code trainer.js} reads: the layers before the last dense one, which stay as they are; a new dense layer for classes of the
 * visitor's own; and the step that trains it.
 */
final class TeachableNetwork {
    /** Samples that a page holds at most. */
    private static final int CAPACITY = 512;

    private static final int BATCH = 16;
    /** One layer alone bears more than a whole network, and a visitor waits. */
    private static final float RATE = 1e-2f;

    /** Of the self-test. */
    private static final int TEST_SAMPLES = 24;

    private static final int TEST_STEPS = 8;
    /** What changes from step to step. */
    private static final Set<String> UNIFORMS = Set.of("first", "size", "count", "scale", "rate", "correction");

    private TeachableNetwork() {}

    static TrainingOptions options() {
        return TrainingOptions.defaults().withBatch(BATCH).withOptimizer(Optimizer.adam(RATE));
    }

    /**
     * @param classes that a visitor can teach
     * @param judge computes what a browser compares itself with; null for none
     * @throws IllegalArgumentException if the network has no dense layer, or more classes are asked for than a page has
     */
    static ObjectNode of(Snapshot snapshot, WebOptions options, int classes, @Nullable GpuDevice judge) {
        if (classes < 2 || classes > TeachablePage.MOST_CLASSES) {
            throw new IllegalArgumentException("A page teaches 2 to " + TeachablePage.MOST_CLASSES + " classes, and "
                    + classes + " are asked for.");
        }
        int cut = snapshot.network().lastWithUnits();
        if (cut < 0) {
            throw new IllegalArgumentException("The network has no dense layer that a visitor could teach anew.");
        }
        int features = snapshot.network().nodes().get(cut).inputs().get(0);
        List<Integer> layers = snapshot.network().layersOf(features);
        Network head = Network.input(snapshot.network().shapes().get(features).values())
                .dense(classes);
        Snapshot body = new Snapshot(
                snapshot.network().upTo(features),
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                layers.stream().map(snapshot.parameters()::get).toList(),
                layers.stream().map(snapshot.statistics()::get).toList(),
                snapshot.scaling()
                        .map(scaling -> new Scaling(scaling.inputs(), new Scaling.Units(List.of(), List.of()))),
                Optional.empty(),
                Optional.empty());
        Snapshot beginning = Snapshot.untrained(
                head, Loss.SOFTMAX_CROSS_ENTROPY, names(classes), options().seed());
        ObjectNode data = new JsonMapper().createObjectNode();
        data.put("title", options.title());
        data.set("body", ExportedNetwork.of(body, options, judge));
        data.set("head", ExportedNetwork.of(beginning, options.withWeights(Weights.FLOAT32), judge));
        data.set("training", training(head, beginning.parameters().get(0), classes, judge));
        data.set("file", file(body, beginning));
        return data;
    }

    private static List<String> names(int classes) {
        return IntStream.rangeClosed(1, classes).mapToObj(i -> "class " + i).toList();
    }

    private static Dataset dataset(Network head, int samples, byte[] numbers) {
        int values = head.input().values();
        int classes = head.output().values();
        float[][] all = new float[samples][values];
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = i % classes;
            for (int v = 0; v < values; v++) {
                all[i][v] = (numbers[i * values + v] & 0xff) / 256f;
            }
        }
        return Datasets.of(head.input(), all, labels, names(classes));
    }

    private static ObjectNode training(Network head, FloatBuffer initial, int classes, @Nullable GpuDevice judge) {
        ObjectNode data = new JsonMapper().createObjectNode();
        TrainingOptions options = options();
        Optimizer.Adam adam = (Optimizer.Adam) options.optimizer();
        data.put("seed", options.seed())
                .put("batch", options.batch())
                .put("rate", adam.learningRate())
                .put("beta1", adam.beta1())
                .put("beta2", adam.beta2())
                .put("capacity", CAPACITY)
                .put("classes", classes)
                .put("features", head.input().values())
                .put("initial", text(initial));
        int values = head.input().values();
        Dataset room = dataset(head, CAPACITY, new byte[CAPACITY * values]);
        ExportedNetwork.putVariants(data, (context, lines, blobs) -> record(head, room, context, lines, blobs));
        if (judge != null && Storage.FLOAT32.fits(judge.capabilities())) {
            Dataset noise = dataset(head, TEST_SAMPLES, ExportedNetwork.noise(TEST_SAMPLES * values));
            ObjectNode test = data.putObject("test");
            test.put("seed", ExportedNetwork.SEED).put("samples", TEST_SAMPLES).put("steps", TEST_STEPS);
            try (Training training = Training.start(judge, head, noise, options.withStorage(Storage.FLOAT32))) {
                for (int i = 0; i < TEST_STEPS; i++) {
                    training.step();
                }
                test.put("parameters", text(training.snapshot().parameters().get(0)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return data;
    }

    private static ObjectNode record(Network head, Dataset room, RecordedContext context, Lines lines, Blobs blobs) {
        ObjectNode node = new JsonMapper().createObjectNode();
        Storage storage = context.float32() ? Storage.FLOAT32 : Storage.FLOAT16;
        StreamRecorder recorder = StreamRecorder.open(context);
        try (GpuDevice device = recorder.device();
                Training training = Training.start(device, head, room, options().withStorage(storage))) {
            // Parameters and what the optimizer remembers lie in two textures each, which take turns.
            recorder.prepare(() -> {
                for (int turn = 0; turn < 2; turn++) {
                    training.step();
                    training.snapshot();
                }
            });
            ExportedNetwork.put(recorder.take(), lines, blobs, node.putObject("setup"));
            ArrayNode steps = node.putArray("steps");
            ArrayNode snapshots = node.putArray("snapshots");
            for (int turn = 0; turn < 2; turn++) {
                put(recorder.repetition(UNIFORMS, training::step), lines, blobs, steps.addArray());
                if (turn == 0) {
                    for (String input : List.of("sheet0", "order", "labels", "weights", "moments", "roots")) {
                        ExportedNetwork.put(
                                node.putArray(input), recorder.input(input).orElseThrow());
                    }
                }
                put(recorder.repetition(Set.of(), training::snapshot), lines, blobs, snapshots.addArray());
            }
            ExportedNetwork.put(recorder.takePrograms(), lines, blobs, node.putObject("programs"));
            ObjectNode uniforms = node.putObject("uniforms");
            for (String name : UNIFORMS.stream().sorted().toList()) {
                ArrayNode places = uniforms.putArray(name);
                recorder.uniforms(name).forEach(places::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return node;
    }

    private static void put(List<StreamRecorder.Piece> pieces, Lines lines, Blobs blobs, ArrayNode array) {
        pieces.forEach(piece -> ExportedNetwork.put(piece, lines, blobs, array.addObject()));
    }

    /** What a network file of body and head takes: its description, and where the parameters of both lie. */
    private static ObjectNode file(Snapshot body, Snapshot head) {
        List<FloatBuffer> parameters = new ArrayList<>(body.parameters());
        parameters.addAll(head.parameters());
        List<FloatBuffer> statistics = new ArrayList<>(body.statistics());
        statistics.addAll(head.statistics());
        ObjectNode file = new JsonMapper().createObjectNode();
        file.put(
                "description",
                NetworkFile.description(new Snapshot(
                        body.network().with(head.network().layers().get(0)),
                        head.loss(),
                        head.classes(),
                        parameters,
                        statistics,
                        body.scaling(),
                        Optional.empty(),
                        Optional.empty())));
        file.set("body", layout(body));
        file.set("head", layout(head));
        ArrayNode counts = file.putArray("statistics");
        body.statistics().forEach(numbers -> counts.add(numbers.limit()));
        return file;
    }

    private static ObjectNode layout(Snapshot snapshot) {
        StreamRecorder recorder = StreamRecorder.open(RecordedContext.WEBGL2_FLOAT32);
        try (GpuDevice device = recorder.device();
                Model model = Model.open(device, snapshot, 1, Storage.FLOAT32)) {
            ParameterLayout layout = model.layout();
            ObjectNode node = new JsonMapper().createObjectNode();
            node.put("width", layout.width()).put("bandHeight", layout.bandHeight());
            ArrayNode rectangles = node.putArray("rectangles");
            layout.layers().stream().flatMap(Optional::stream).forEach(one -> rectangles
                    .addObject()
                    .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
                    .put("outputs", one.outputs())
                    .put("taps", one.taps())
                    .put("inputs", one.inputs())
                    .put("x", one.x())
                    .put("y", one.y()));
            return node;
        }
    }

    private static String text(FloatBuffer numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.limit()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers.duplicate());
        return Blobs.text(bytes);
    }
}

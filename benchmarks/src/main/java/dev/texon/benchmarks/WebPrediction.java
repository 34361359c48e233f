package dev.texon.benchmarks;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.data.Scaling;
import dev.texon.web.WebOptions;
import dev.texon.web.WebPage;
import dev.texon.web.Weights;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An exported network in the browser: one run is one prediction, from the bytes of an image of the network's size to the probabilities in
 * JavaScript, as a page does with one frame of a camera after another. Parameters are 32-bit floats.
 *
 * @param network without its softmax
 * @param units of the samples; empty if they are from 0 to 1
 * @param details what the page of a peer must know besides
 * @param fresh whether a run is the first prediction of a page, timed from the page's opening, in a fresh browser that runs already
 */
record WebPrediction(
        String id,
        String describes,
        Network network,
        Optional<Scaling.Units> units,
        Map<String, Object> details,
        boolean fresh)
        implements Workload {
    /** A byte is divided by 255, correctly rounded in an unspecified mode. */
    private static final double BYTE_ERROR = 0x1p-23;

    static WebPrediction of(String id, String describes, Network network) {
        return new WebPrediction(id, describes, network, Optional.empty(), Map.of(), false);
    }

    WebPrediction withUnits(Scaling.Units of) {
        return new WebPrediction(id, describes, network, Optional.of(of), details, fresh);
    }

    WebPrediction withDetails(Map<String, Object> more) {
        return new WebPrediction(id, describes, network, units, more, fresh);
    }

    /** The same as a start. */
    WebPrediction atStart() {
        String name = id.substring(id.indexOf('/') + 1);
        return new WebPrediction(
                "web/start/" + name,
                "from opening the page of " + id + " to its first probabilities, in a browser that runs",
                network,
                units,
                details,
                true);
    }

    @Override
    public Quantity quantity() {
        return Quantity.MILLISECONDS;
    }

    @Override
    public Work work() {
        return Work.NONE;
    }

    @Override
    public Map<String, Object> peer() {
        Map<String, Object> peer = new HashMap<>(details);
        peer.put("kind", id.replace("/start/", "/"));
        peer.put("width", network.input().width());
        peer.put("height", network.input().height());
        peer.put("channels", network.input().channels());
        return Collections.unmodifiableMap(peer);
    }

    /** In 32-bit floats, whatever Java's adapter draws to. */
    @Override
    public Expected expected(Storage storage) {
        Network all = network.softmax();
        Reference.Values sample = new Reference.Values(all.input().values());
        int channels = all.input().channels();
        for (int i = 0; i < sample.v.length; i++) {
            double share = Formula.octet(Formula.INPUT, i) / 255.0;
            double mean = units.isEmpty() ? 0 : units.get().means().get(i % channels);
            double deviation = units.isEmpty() ? 1 : units.get().deviations().get(i % channels);
            sample.v[i] = (share - mean) / deviation;
            // The units cost a multiplication and an addition more.
            sample.e[i] =
                    BYTE_ERROR * share / deviation + (units.isEmpty() ? 0 : BYTE_ERROR * (share + mean) / deviation);
        }
        Reference.Values result = new Reference(all, Formula.parameters(all), Storage.FLOAT32).forward(sample);
        return new Expected(result.v, result.e);
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        throw new IllegalStateException(id() + " is done by a page.");
    }

    /**
     * The page of the exported network.
     *
     * @param judge computes what the page compares itself with when it is opened
     */
    Map<String, byte[]> page(GpuDevice judge) throws IOException {
        List<FloatBuffer> statistics = Collections.nCopies(network.layers().size(), FloatBuffer.allocate(0));
        Snapshot snapshot = new Snapshot(
                network,
                Loss.SOFTMAX_CROSS_ENTROPY,
                List.of(),
                Formula.parameters(network),
                statistics,
                units.map(of -> new Scaling(of, new Scaling.Units(List.of(), List.of()))),
                Optional.empty(),
                Optional.empty());
        Map<String, String> parts = WebPage.parts(snapshot, WebOptions.of(id).withWeights(Weights.FLOAT32), judge);
        Map<String, byte[]> files = new HashMap<>(BenchPage.files(
                "<script type=\"application/json\" id=\"data\">" + parts.get("network.json") + "</script>",
                "formula.js",
                "exported.js"));
        parts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return files;
    }
}

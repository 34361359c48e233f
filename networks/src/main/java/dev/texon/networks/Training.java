package dev.texon.networks;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.data.ColumnNames;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Scaling;
import dev.texon.networks.gpu.Atlas;
import dev.texon.networks.gpu.Batches;
import dev.texon.networks.gpu.Engine;
import dev.texon.networks.gpu.FiniteCheck;
import dev.texon.networks.gpu.Kernels;
import dev.texon.networks.gpu.Numbers;
import dev.texon.networks.gpu.NumericCheck;
import dev.texon.networks.gpu.Parameters;
import dev.texon.networks.gpu.Plan;
import dev.texon.networks.gpu.Step;
import dev.texon.networks.gpu.Update;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on a GPU. The data set goes there once; a step draws a mini-batch, computes loss and gradients, and updates the
 * parameters, and nothing leaves the GPU until a report, an evaluation or a snapshot is asked for. Belongs to the device's thread.
 *
 * <p>The same seed, data and options on the same adapter give the same bits, also when a training goes on from a snapshot.
 */
public final class Training implements AutoCloseable {
    /** Mini-batches whose losses wait on the GPU at most. */
    private static final int WAITING = 4096;
    /** Of a sample's loss. */
    private static final float BOUND = 1e38f;
    /** Data with larger numbers are said to be unscaled when a training diverges. */
    private static final float UNSCALED = 10;

    private final Network network;
    private final TrainingOptions options;
    private final List<String> classes;
    private final Optional<Scaling> scaling;
    private final Optional<ColumnNames> columns;
    private final long fingerprint;
    private final Kernels kernels;
    private final Engine engine;
    private final Atlas atlas;
    private final Batches batches;
    private final Update update;
    private final FiniteCheck finite;
    private final Step step = new Step();
    private LearningCurve.Recorder curve;
    private final IdentityHashMap<Dataset, Batches> evaluated = new IdentityHashMap<>();
    private int epoch;
    private int stepInEpoch;
    private LearningCurve.Stretch waiting = LearningCurve.Stretch.NONE;
    private boolean waitingDiverged;

    /**
     * What happened since the last report.
     *
     * @param steps mini-batches since the start of the training
     * @param epochs rounds through the data set since the start, with their fraction
     * @param samples seen since the last report
     * @param loss mean loss of these samples, each at its step; NaN if there are none
     * @param accuracy share of these samples whose class had the largest output; NaN if there are none, or the targets are numbers
     * @param divergence why there is no sense in going on, in one sentence: a loss, a parameter or the data set is not finite, or a loss or
     *     a parameter has come to the bound of its storage; null while all is well
     */
    public record Report(
            long steps,
            double epochs,
            long samples,
            double loss,
            double accuracy,
            @Nullable String divergence) {}

    private Training(GpuDevice gpu, Network network, Dataset data, TrainingOptions options) throws IOException {
        Demands.check(network, data, options);
        Storage wanted = options.storage();
        Storage storage = wanted != null ? wanted : Storage.best(gpu.capabilities());
        this.network = network;
        this.options = options.toBuilder().storage(storage).build();
        classes = data.classes();
        scaling = data.scaling();
        columns = data.columns();
        fingerprint = Fingerprint.of(data);
        NumericExperiment experiment = options.experiment();
        kernels = new Kernels(
                gpu, new Numbers(storage, experiment.rounding(), experiment.naive()), options.numericCheck());
        try {
            engine = new Engine(kernels, network, options.batch(), true);
            atlas = new Atlas(kernels, data).fitting(network);
            ClassWeights weights = options.classWeights();
            batches = new Batches(
                    kernels,
                    atlas,
                    engine.inputs(),
                    engine.output(),
                    options.loss(),
                    weights == null ? new float[0] : weights.of(data),
                    WAITING);
            update = new Update(kernels, engine.parameters(), options);
            finite = new FiniteCheck(kernels, engine.parameters());
            curve = new LearningCurve.Recorder(LearningCurve.begin(0, batches.perEpoch()), batches.perEpoch());
        } catch (Throwable e) {
            kernels.close();
            throw e;
        }
    }

    /**
     * Starts with new parameters. Where the data set is scaled ({@link Scaling#apply}), the network is one of scaled samples from there on: its
     * snapshots hold the scaling, and data sets in their own units are scaled by it wherever they are given.
     *
     * @throws IllegalArgumentException if network, loss and data set do not fit each other, or a texture would be too large
     * @throws dev.texon.gpu.GpuUnsupportedException if the adapter lacks what the storage or the data set needs
     * @throws IOException if the data set cannot be read
     */
    public static Training start(GpuDevice gpu, Network network, Dataset data, TrainingOptions options)
            throws IOException {
        Training training = new Training(gpu, network, data, options);
        try {
            training.engine.parameters().initialize(options.seed());
            training.atlas.shuffle(options.seed(), 0);
            return training;
        } catch (Throwable e) {
            training.close();
            throw e;
        }
    }

    /**
     * Goes on where a snapshot was taken, as if it had never stopped.
     *
     * @throws IllegalArgumentException as {@link #start}, or if the snapshot has no state of a training, or of one with another data set
     */
    public static Training resume(GpuDevice gpu, Snapshot snapshot, Dataset data) throws IOException {
        Snapshot.TrainingState state = snapshot.training()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The snapshot holds a trained network and no state of a training; resume from a checkpoint."));
        Dataset own = Demands.scaled(snapshot.scaling(), data);
        Training training = new Training(gpu, snapshot.network(), own, state.options());
        try {
            training.restore(snapshot, state);
            return training;
        } catch (Throwable e) {
            training.close();
            throw e;
        }
    }

    /**
     * Starts with the parameters and running statistics of a snapshot, but with options, data and an optimizer of its own. If the data set
     * has other classes than the snapshot, or another number of targets, the last dense layer is a new one, of as many units. The inputs are
     * scaled as the snapshot's; targets too, unless they are others.
     *
     * @throws IllegalArgumentException as {@link #start}, or if the snapshot's network has no dense layer and needs a new one
     */
    public static Training from(GpuDevice gpu, Snapshot snapshot, Dataset data, TrainingOptions options)
            throws IOException {
        int renewed = renewedLayer(snapshot, data);
        Network network = snapshot.network();
        if (renewed >= 0) {
            network = network.withUnits(renewed, outputs(data));
        }
        Dataset own = data;
        if (snapshot.scaling().isPresent() && data.scaling().isEmpty()) {
            Scaling before = snapshot.scaling().get();
            own = (renewed < 0 ? before : before.withTargetsOf(data)).apply(data);
        }
        Training training = new Training(gpu, network, own, options);
        try {
            Parameters parameters = training.engine.parameters();
            List<FloatBuffer> numbers = new ArrayList<>(snapshot.parameters());
            if (renewed >= 0) {
                numbers.set(renewed, Parameters.initial(network, options.seed()).get(renewed));
            }
            parameters.upload(numbers);
            training.engine.uploadStatistics(snapshot.statistics());
            training.atlas.shuffle(options.seed(), 0);
            return training;
        } catch (Throwable e) {
            training.close();
            throw e;
        }
    }

    /**
     * The layer that {@link #from} makes anew, counting from 0; -1 if it keeps all.
     *
     * @throws IllegalArgumentException if it would have to, and there is no dense layer
     */
    public static int renewedLayer(Snapshot snapshot, Dataset data) {
        boolean same = snapshot.classes().equals(data.classes())
                && snapshot.network().output().values() == outputs(data);
        if (same) {
            return -1;
        }
        int layer = snapshot.network().lastWithUnits();
        if (layer >= 0) {
            return layer;
        }
        throw new IllegalArgumentException("The data set has other classes or targets than the network was trained on,"
                + " and the network has no dense layer that could be made anew; start a network of another kind.");
    }

    private static int outputs(Dataset data) {
        return data.classes().isEmpty() ? data.targetValues() : data.classes().size();
    }

    private void restore(Snapshot snapshot, Snapshot.TrainingState state) {
        if (!classes.equals(snapshot.classes())) {
            throw new IllegalArgumentException("The checkpoint was trained on the classes " + snapshot.classes()
                    + ", and the data set has " + classes + "; resume with the same data set.");
        }
        if (atlas.size() != state.samples()) {
            throw new IllegalArgumentException("The checkpoint was trained on " + state.samples()
                    + " samples, and the data set has " + atlas.size() + "; resume with the same data set.");
        }
        Long known = state.fingerprint();
        if (known != null && known != fingerprint) {
            throw new IllegalArgumentException("The checkpoint was trained on as many samples, " + state.samples()
                    + ", but on others or in another order; resume with the same data set, or start from it anew.");
        }
        if (state.step() >= stepsPerEpoch()) {
            throw new IllegalArgumentException("The checkpoint stands after step " + state.step()
                    + " of an epoch, and its epochs have " + stepsPerEpoch() + "; take a whole copy.");
        }
        engine.parameters().upload(snapshot.parameters());
        engine.uploadStatistics(snapshot.statistics());
        update.uploadMoments(state.moments());
        epoch = state.epoch();
        stepInEpoch = state.step();
        LearningCurve before = state.curve();
        curve = new LearningCurve.Recorder(
                before == null ? LearningCurve.begin(steps(), stepsPerEpoch()) : before, stepsPerEpoch());
        atlas.shuffle(state.options().seed(), state.epoch());
    }

    /** How it trains; the storage that was chosen is filled in. */
    public TrainingOptions options() {
        return options;
    }

    /** Of the samples that it is given; empty if they are in their own units. */
    public Optional<Scaling> scaling() {
        return scaling;
    }

    public Network network() {
        return network;
    }

    /** What is made and drawn for it. */
    public Plan plan() {
        return kernels.plan();
    }

    /** Mini-batches of an epoch. */
    public int stepsPerEpoch() {
        return batches.perEpoch();
    }

    /** Epochs that are over. */
    public int epoch() {
        return epoch;
    }

    /** Mini-batches of the running epoch that are over. */
    public int stepInEpoch() {
        return stepInEpoch;
    }

    /** Mini-batches since the start. */
    public long steps() {
        return (long) epoch * stepsPerEpoch() + stepInEpoch;
    }

    /**
     * Trains on one mini-batch.
     *
     * @return whether it was the last of an epoch
     */
    public boolean step() {
        if (batches.metrics().full()) {
            collect();
        }
        int batch = stepInEpoch;
        long number = steps();
        step.set(true, batches.count(batch), number, options.seed());
        NumericCheck check = kernels.check();
        if (check != null) {
            check.begin(number);
        }
        batches.gather(batch);
        engine.forward(step);
        batches.metrics().measure(batch);
        batches.gradient(batch);
        engine.backward(step);
        double epochs = number / (double) stepsPerEpoch();
        double rate = options.optimizer().learningRate() * options.schedule().factor(epochs);
        update.draw(rate, number + 1);
        stepInEpoch++;
        if (stepInEpoch < stepsPerEpoch()) {
            return false;
        }
        epoch++;
        stepInEpoch = 0;
        atlas.shuffle(options.seed(), epoch);
        return true;
    }

    /** Trains to the end of the running epoch, and reports. */
    public Report finishEpoch() {
        while (!step()) {}
        return report();
    }

    /**
     * Reads the losses since the last report, once, and waits for them.
     *
     * @throws NumericException if the numeric check is on and found an Inf or NaN
     */
    public Report report() {
        collect();
        NumericCheck check = kernels.check();
        if (check != null) {
            check.demandNothingFound();
        }
        Report report = new Report(
                steps(),
                steps() / (double) stepsPerEpoch(),
                waiting.samples(),
                waiting.loss(),
                waiting.accuracy(),
                divergence());
        waitingDiverged = false;
        waiting = LearningCurve.Stretch.NONE;
        return report;
    }

    private @Nullable String divergence() {
        String what = waitingDiverged
                ? "the loss of a sample is not finite"
                : !finite.finite()
                        ? "a parameter is not finite"
                        // Halves keep Inf as their largest number, which need not show.
                        : atlas.notFinite() != null ? "the data are not finite" : null;
        if (what == null) {
            return null;
        }
        return "Training diverges before step " + steps() + ": " + what + "; " + cause() + ".";
    }

    private String cause() {
        float rate = options.optimizer().learningRate();
        if (atlas.notFinite() != null) {
            return atlas.notFinite() + ": leave it out, or put a number there";
        }
        if (Math.max(atlas.largestSample(), atlas.largestTarget()) > UNSCALED) {
            return String.format(
                    Locale.ROOT,
                    "values are as large as %.3g and targets as %.3g: scale both to about 1, or lower the learning rate of %s",
                    atlas.largestSample(),
                    atlas.largestTarget(),
                    rate);
        }
        return "lower the learning rate of " + rate
                + ", clip the norm of the gradients, or find where it begins by the numeric check";
    }

    private void collect() {
        int rows = batches.metrics().waiting();
        float[] metrics = batches.metrics().read();
        long first = steps() - rows;
        for (int row = 0; row < rows; row++) {
            int count = batches.count((int) ((first + row) % stepsPerEpoch()));
            double losses = 0;
            long right = 0;
            for (int i = 0; i < count; i++) {
                int at = 4 * (row * options.batch() + i);
                losses += metrics[at];
                // The kernels bound what would be Inf, so that a loss of this size is one; where losses are halves, Inf
                // is only large.
                waitingDiverged |=
                        Float.isNaN(metrics[at]) || (metrics[at] >= BOUND && metrics[at] < Float.POSITIVE_INFINITY);
                right += metrics[at + 1] == metrics[at + 2] ? 1 : 0;
            }
            LearningCurve.Stretch batch =
                    new LearningCurve.Stretch(1, count, losses, classes.isEmpty() ? Double.NaN : right);
            curve.add(first + row, batch);
            waiting = waiting.and(batch);
        }
    }

    /**
     * What the network makes of another data set, which goes to the GPU the first time and stays there.
     *
     * @throws IOException if the data set cannot be read
     */
    public Evaluation evaluate(Dataset data) throws IOException {
        Dataset own = Demands.scaled(scaling, data);
        Batches others = evaluated.get(data);
        if (others == null) {
            others = kernels.whole(() -> new Batches(
                    kernels,
                    new Atlas(kernels, own).fitting(network),
                    engine.inputs(),
                    engine.output(),
                    options.loss(),
                    new float[0],
                    (own.size() + options.batch() - 1) / options.batch()));
            evaluated.put(data, others);
        }
        return Model.evaluate(engine, others, own, options.loss(), step);
    }

    /**
     * Evaluates the network at the end of an epoch, as {@link #evaluate} does, and keeps what it finds in the curve.
     *
     * @return the epoch that is over
     * @throws IllegalStateException within an epoch
     * @throws IOException if the data set cannot be read
     */
    public LearningCurve.Epoch validate(Dataset data) throws IOException {
        collect();
        if (epoch == 0 || stepInEpoch != 0) {
            throw new IllegalStateException("The training stands after step " + stepInEpoch + " of epoch " + (epoch + 1)
                    + "; validate at the end of an epoch, or evaluate.");
        }
        curve.validated(LearningCurve.Validation.of(evaluate(data)));
        return curve.lastEpoch();
    }

    /** Reads the losses of the steps since, waits for them, and gives what is known from the start on. */
    public LearningCurve curve() {
        collect();
        return curve.curve();
    }

    /** Reads all that is needed to use the network, or to go on, and waits. */
    public Snapshot snapshot() {
        return new Snapshot(
                network,
                options.loss(),
                classes,
                engine.parameters().read(),
                engine.readStatistics(),
                scaling,
                columns,
                Optional.of(new Snapshot.TrainingState(
                        options, atlas.size(), epoch, stepInEpoch, update.readMoments(), curve(), fingerprint)));
    }

    /** Frees what is on the GPU; the device stays open. */
    @Override
    public void close() {
        kernels.close();
    }
}

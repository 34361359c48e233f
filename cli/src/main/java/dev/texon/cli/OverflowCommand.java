package dev.texon.cli;

import dev.texon.conformance.Launcher;
import dev.texon.conformance.UsageException;
import dev.texon.gpu.Adapter;
import dev.texon.gpu.BackendStatus;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.NumericException;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Shape;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the textbook's formulas do where exp overflows, and what Texon's do. */
@Command(
        name = "overflow",
        description =
                "On every adapter, train networks whose sums are large, once by the textbook's formulas of activations and "
                        + "loss and once by Texon's, which do not overflow. Writes overflow.md and overflow.png. Status 1 if Texon's "
                        + "formulas give an Inf or NaN.")
final class OverflowCommand implements Callable<Integer> {
    private static final int SAMPLES = 1024;
    private static final int HIDDEN = 64;
    private static final float GREYS = 255f;

    private final Terminal terminal;
    private final Style style;

    @Mixin
    private DataChoice data = new DataChoice();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Mini-batches of each training (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the first parameters and the order of samples (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private AdapterChoice adapters = new AdapterChoice();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Mixin
    private OutputFolder folder = new OutputFolder();

    @Inject
    OverflowCommand(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    /**
     * A training whose sums become large.
     *
     * @param factor of the samples, whose values are from 0 to 1
     */
    private record Setting(String name, Activation activation, float factor, Optimizer optimizer) {}

    /** Grey values that nobody has divided by 255 are a common mistake; so is a learning rate that is too large. */
    private static final List<Setting> SETTINGS = List.of(
            new Setting(
                    "softplus, samples from 0 to 255, Adam at 0.001",
                    Activation.SOFTPLUS,
                    GREYS,
                    Optimizer.adam(0.001)),
            new Setting("ELU, samples from 0 to 255, Adam at 0.001", Activation.elu(1f), GREYS, Optimizer.adam(0.001)),
            new Setting("tanh, samples from 0 to 255, Adam at 0.001", Activation.TANH, GREYS, Optimizer.adam(0.001)),
            new Setting("sigmoid, samples from 0 to 1, SGD at 100", Activation.SIGMOID, 1f, Optimizer.sgd(100)));

    /**
     * One training.
     *
     * @param losses mean loss of each mini-batch
     * @param found what the numeric check says; empty if it finds nothing
     */
    private record Run(String adapter, Setting setting, boolean naive, List<Double> losses, String found) {
        OptionalInt firstBad() {
            return IntStream.range(0, losses.size())
                    .filter(i -> !Double.isFinite(losses.get(i)))
                    .findFirst();
        }

        boolean bad() {
            return firstBad().isPresent() || !found.isEmpty();
        }

        List<String> row() {
            double last = losses.get(losses.size() - 1);
            return List.of(
                    adapter,
                    setting.name(),
                    naive ? "textbook" : "Texon",
                    firstBad().isPresent() ? "step " + firstBad().getAsInt() : "never",
                    Double.isFinite(last) ? Figures.loss(last) : String.valueOf(last),
                    found.isEmpty() ? "nothing" : found);
        }
    }

    @Override
    public Integer call() throws IOException {
        classPath.applyHere();
        if (steps < 1) {
            throw new UsageException("--steps is " + steps + "; it starts at 1.");
        }
        Dataset all = data.read().train();
        if (all.classes().isEmpty()) {
            throw new UsageException("The experiment looks at classes, and the data set " + data.source()
                    + " has numbers for targets; name one with classes.");
        }
        Dataset train = Datasets.first(all, SAMPLES);
        folder.make();
        List<Run> runs = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int status = 0;
        try (Interruption interruption = Interruption.watch(terminal.err())) {
            for (BackendStatus backend : Gpu.backends()) {
                for (Adapter adapter : backend.adapters()) {
                    if (adapters.fits(backend.id(), adapter) && !interruption.requested()) {
                        run(backend.id(), adapter, train, interruption, runs, refused);
                    }
                }
            }
            status = interruption.status();
        }
        refused.forEach(terminal.out()::println);
        if (runs.isEmpty()) {
            throw new GpuUnavailableException(
                    "No adapter came to its end; '" + Launcher.command() + " backends' lists what there is.");
        }
        write(runs, refused, train.size());
        boolean failed = runs.stream().anyMatch(run -> !run.naive() && run.bad());
        return status != 0 ? status : failed ? 1 : 0;
    }

    private void run(
            String backend,
            Adapter adapter,
            Dataset train,
            Interruption interruption,
            List<Run> runs,
            List<String> refused)
            throws IOException {
        String path = backend + "/" + adapter.id();
        if (adapter instanceof Adapter.Unavailable unavailable) {
            refused.add(path + " is not available: " + unavailable.reason() + "; " + unavailable.hint());
            return;
        }
        try (GpuDevice gpu = Gpu.open(GpuOptions.defaults().withBackend(backend).withAdapter(adapter.id()))) {
            for (Setting setting : SETTINGS) {
                for (boolean naive : new boolean[] {true, false}) {
                    if (interruption.requested()) {
                        return;
                    }
                    Run run = run(gpu, path, setting, naive, train);
                    runs.add(run);
                    terminal.out()
                            .println(path + ", " + setting.name() + ", " + (naive ? "textbook" : "Texon") + ": "
                                    + (run.firstBad().isPresent()
                                            ? "no number from step "
                                                    + run.firstBad().getAsInt() + " on"
                                            : "loss "
                                                    + Figures.loss(run.losses().get(steps - 1)))
                                    + (run.found().isEmpty() ? "" : "; " + run.found()));
                }
            }
        } catch (GpuException e) {
            refused.add(path + " fails: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private Run run(GpuDevice gpu, String path, Setting setting, boolean naive, Dataset train) throws IOException {
        Dataset samples = new Scaled(train, setting.factor());
        Network network = Network.chain(train.shape(), List.of())
                .flatten()
                .dense(HIDDEN, setting.activation())
                .dense(train.classes().size());
        TrainingOptions options = TrainingOptions.defaults()
                .withOptimizer(setting.optimizer())
                .withSeed(seed)
                .withNaive(naive);
        List<Double> losses = new ArrayList<>();
        try (Training training = Training.start(gpu, network, samples, options)) {
            for (int i = 0; i < steps; i++) {
                training.step();
                losses.add(training.report().loss());
            }
        }
        // Once more with the check, which says where it begins but does not go on from there.
        try (Training training = Training.start(gpu, network, samples, options.withNumericCheck(true))) {
            for (int i = 0; i < steps; i++) {
                training.step();
                training.report();
            }
            return new Run(path, setting, naive, losses, "");
        } catch (NumericException e) {
            // What follows the semicolon is advice that nobody needs here.
            return new Run(
                    path, setting, naive, losses, String.valueOf(e.getMessage()).split(";", 2)[0]);
        }
    }

    private void write(List<Run> runs, List<String> refused, int samples) throws IOException {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "adapter", "network and training", "formulas", "loss first Inf or NaN", "last loss", "numeric check"));
        runs.forEach(run -> table.add(run.row()));
        List<String> lines = new ArrayList<>();
        lines.add("# What overflow does to training");
        lines.add("");
        lines.add("A dense layer of " + HIDDEN + " units, then the classes; "
                + Figures.count(samples, "training sample") + " of " + data.source() + ", mini-batches of "
                + TrainingOptions.defaults().batch() + ", " + Figures.count(steps, "step") + ", seed " + seed
                + ", the adapter's best storage. Textbook: exp, log and softmax as they stand in books. "
                + "Texon: the same functions, computed so that no finite sum gives Inf or NaN. Steps count from 0.");
        lines.add("");
        lines.addAll(OutputFolder.markdown(table));
        lines.add("");
        long naive = runs.stream().filter(run -> run.naive() && run.bad()).count();
        long safe = runs.stream().filter(run -> !run.naive() && run.bad()).count();
        String finding = String.format(
                Locale.ROOT,
                "Of %d trainings by the textbook's formulas, %d met an Inf or NaN; of %d by Texon's, %d.",
                runs.stream().filter(Run::naive).count(),
                naive,
                runs.stream().filter(run -> !run.naive()).count(),
                safe);
        lines.add(finding);
        if (!refused.isEmpty()) {
            lines.add("");
            refused.forEach(line -> lines.add("- " + line));
        }
        terminal.out().println(style.strong(finding));
        terminal.out()
                .println("Written: " + folder.write("overflow.md", lines) + ", "
                        + folder.write("overflow.png", "Loss on " + runs.get(0).adapter(), plot(runs)));
    }

    /** Of the first adapter; a line ends where its loss is no number. */
    private static XYPlot plot(List<Run> runs) {
        List<XYSeries> lines = new ArrayList<>();
        for (Run run : runs) {
            if (run.adapter().equals(runs.get(0).adapter())) {
                XYSeries line = new XYSeries(run.setting().activation() + (run.naive() ? ", textbook" : ", Texon"));
                for (int i = 0; i < run.firstBad().orElse(run.losses().size()); i++) {
                    line.add(i, Math.log10(Math.max(run.losses().get(i), 1e-10)));
                }
                lines.add(line);
            }
        }
        XYPlot plot = Curve.plot("log10 of the loss", 0, lines.toArray(XYSeries[]::new));
        plot.setDomainAxis(new NumberAxis("step"));
        return plot;
    }

    /** Samples times a factor. */
    private static final class Scaled implements Dataset {
        private final Dataset data;
        private final float factor;
        private final ByteBuffer one;

        Scaled(Dataset data, float factor) {
            this.data = data;
            this.factor = factor;
            one = ByteBuffer.allocate(4 * data.shape().values()).order(ByteOrder.nativeOrder());
        }

        @Override
        public Shape shape() {
            return data.shape();
        }

        @Override
        public int size() {
            return data.size();
        }

        @Override
        public ElementType elementType() {
            return ElementType.FLOAT;
        }

        @Override
        public void sample(int index, ByteBuffer into) throws IOException {
            data.sample(index, one.clear());
            one.flip();
            boolean bytes = data.elementType() == ElementType.UNSIGNED_BYTE;
            for (int i = 0; i < shape().values(); i++) {
                into.putFloat(factor * (bytes ? (one.get() & 0xff) / 255f : one.getFloat()));
            }
        }

        @Override
        public List<String> classes() {
            return data.classes();
        }

        @Override
        public int label(int index) {
            return data.label(index);
        }
    }
}

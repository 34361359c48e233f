package dev.texon.cli;

import dev.texon.conformance.Launcher;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.UsageException;
import dev.texon.networks.Activation;
import dev.texon.networks.LearningCurve;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.NumericException;
import dev.texon.networks.Schedule;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import dev.texon.networks.data.Scaling;
import dev.texon.networks.file.NetworkFile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(
        name = "train",
        description =
                "Train a network. Ctrl-C finishes the running step and saves, and --resume goes on from there; "
                        + "a second Ctrl-C ends at once. A device that is lost is opened anew, and training goes on from its last state.")
final class TrainCommand implements Callable<Integer> {
    private static final String MLP = "mlp";
    private static final String CNN = "cnn";
    static final int HIDDEN = 128;
    /** Of the samples that --take chooses, so that a training that goes on has the same. */
    static final long SEED = 1;

    private final Terminal terminal;
    private final Style style;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataChoice data = new DataChoice();

    @Option(
            names = "--take",
            paramLabel = "N",
            description =
                    "Train with N training samples only, of each class its share, always the same (default: all).")
    private @Nullable Integer take;

    @Option(
            names = "--network",
            paramLabel = "mlp|cnn|FILE",
            defaultValue = MLP,
            description =
                    "mlp: a dense layer of 128 relu; cnn: convolutions 3x3 of 8 and 16 relu, each with max-pooling; "
                            + "or a JSON file (docs/network-file.md) (default: ${DEFAULT-VALUE}).")
    private String network = MLP;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            description = "Dropout before the last layer of mlp and cnn (default: ${DEFAULT-VALUE}).")
    private float dropout;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds through the training samples, from the very start (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--early-stopping",
            paramLabel = "N",
            description = "Stop after N epochs without a smaller validation loss (default: never).")
    private @Nullable Integer earlyStopping;

    @Option(
            names = "--scale",
            paramLabel = "standard|none",
            description =
                    "standard: inputs, and numbers to predict, less their mean and divided by their standard deviation, as the "
                            + "network's file keeps it (default: standard for numbers of CSV and IDX files, none for bytes of "
                            + "images).")
    private @Nullable String scale;

    @Mixin
    private TrainingChoice choice = new TrainingChoice();

    @Mixin
    private AdapterChoice adapters = new AdapterChoice();

    @Mixin
    private KernelChoice kernels = new KernelChoice();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description =
                    "Write the network to this file as training goes on, and beside it the best one (of the epoch with the "
                            + "smallest validation loss) as NAME-best, the training curve as NAME-curve.svg, and a line for "
                            + "each epoch as NAME-log.csv and NAME-log.jsonl (default: the file of --resume, else nothing is "
                            + "saved).")
    private @Nullable Path save;

    @Option(
            names = "--save-every",
            paramLabel = "MINUTES",
            defaultValue = "10",
            description =
                    "Write the network also within an epoch, after so many minutes without; at the end of an epoch it "
                            + "is written where that takes at most a twentieth of the time (default: ${DEFAULT-VALUE}).")
    private double saveEvery;

    @Option(names = "--overwrite", description = "Write over the file of another training.")
    private boolean overwrite;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Go on from a file of --save, with its network and options, as if training had never stopped.")
    private @Nullable Path resume;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Start from the parameters of a saved network, with other data, optimizer or rate (fine-tuning); "
                            + "for other classes its last dense layer is made anew.")
    private @Nullable Path from;

    @Option(
            names = "--plan",
            description =
                    "Show the passes and textures that the training would take on the adapter, and train nothing.")
    private boolean plan;

    @Inject
    TrainCommand(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    @Override
    public Integer call() throws IOException {
        classPath.applyHere();
        if (epochs < 1) {
            throw new UsageException("--epochs is " + epochs + "; it starts at 1.");
        }
        if (take != null && take < 1) {
            throw new UsageException("--take is " + take + "; it starts at 1.");
        }
        if (!(saveEvery > 0)) {
            throw new UsageException("--save-every is " + saveEvery + "; give minutes above 0.");
        }
        if (earlyStopping != null && earlyStopping < 1) {
            throw new UsageException("--early-stopping is " + earlyStopping + "; it starts at 1.");
        }
        TrainingOptions options = choice.options(epochs);
        try (TrainingFiles files =
                TrainingFiles.open(terminal, save != null ? save : resume, resume, overwrite, saveEvery)) {
            Snapshot checkpoint = checkpoint();
            Snapshot pretrained = from == null ? null : pretrained();
            DataChoice.Parts parts = checkpoint != null
                    ? data.read(checkpoint, true)
                    : pretrained != null ? data.readInputs(pretrained) : data.read();
            demandSameJudges(checkpoint, parts);
            if (parts.validation() == null && earlyStopping != null) {
                throw new UsageException(
                        "--early-stopping looks at the validation loss, and --validation is 0; set some"
                                + " samples aside, or leave it out.");
            }
            Dataset chosen = take == null ? parts.train() : Datasets.take(parts.train(), take, SEED);
            Dataset train = resume == null && from == null && scales(chosen)
                    ? Scaling.of(chosen).apply(chosen)
                    : chosen;
            TrainingOptions own = train.classes().isEmpty()
                    ? options.toBuilder().loss(Loss.MEAN_SQUARED_ERROR).build()
                    : options;
            if (train.classes().isEmpty() && options.classWeights() != null) {
                throw new UsageException("--class-weights is for classes, and the targets are numbers; leave it out.");
            }
            Network fresh = checkpoint == null && pretrained == null ? network(train) : null;
            Beginning beginning = fresh != null
                    ? gpu -> Training.start(gpu, fresh, train, own)
                    : pretrained != null
                            ? gpu -> Training.from(gpu, pretrained, train, own)
                            : gpu -> Training.resume(gpu, Objects.requireNonNull(checkpoint), train);
            if (plan) {
                try (GpuDevice gpu = kernels.open(adapters);
                        Training training = beginning.on(gpu)) {
                    PlanText.lines(training.plan()).forEach(terminal.out()::println);
                }
                return 0;
            }
            try (Interruption interruption = Interruption.watch(terminal.err())) {
                return train(beginning, pretrained, checkpoint, train, parts, files, interruption);
            }
        }
    }

    /** Losses of other validation samples would be compared with those before. */
    private void demandSameJudges(@Nullable Snapshot checkpoint, DataChoice.Parts parts) {
        if (checkpoint == null || parts.validation() == null) {
            return;
        }
        long before = checkpoint
                .training()
                .map(Snapshot.TrainingState::curve)
                .map(LearningCurve::last)
                .map(LearningCurve.Epoch::validation)
                .map(LearningCurve.Validation::samples)
                .orElse(0L);
        int now = parts.validation().size();
        if (before != 0 && before != now) {
            throw new UsageException("The checkpoint '" + resume + "' is judged by "
                    + Figures.count(before, "validation sample") + ", and here are " + now
                    + "; give --validation and --take as before, or --validation 0.");
        }
    }

    private boolean scales(Dataset train) {
        if (scale == null) {
            return !train.elementType().normalized();
        }
        return switch (scale) {
            case "standard" -> true;
            case "none" -> false;
            default -> throw new UsageException("--scale is '" + scale + "'; take standard or none.");
        };
    }

    /** How a training comes to be on a device. */
    @FunctionalInterface
    private interface Beginning {
        Training on(GpuDevice gpu) throws IOException;
    }

    /** Opens the device anew, once from each state, if it is lost. */
    private int train(
            Beginning first,
            @Nullable Snapshot pretrained,
            @Nullable Snapshot checkpoint,
            Dataset train,
            DataChoice.Parts parts,
            TrainingFiles files,
            Interruption interruption)
            throws IOException {
        long start = System.nanoTime();
        Beginning beginning = first;
        boolean tried = false;
        Snapshot from = null;
        while (true) {
            try (GpuDevice gpu = kernels.open(adapters);
                    Training training = beginning.on(gpu)) {
                if (!tried) {
                    introduce(gpu.info(), training, train);
                    if (pretrained != null) {
                        introduce(pretrained, training, train);
                    }
                    terminal.out().println("Judged by " + parts.rule());
                    warn(train);
                }
                kernels.keep(gpu, terminal.out()::println);
                if (tried) {
                    files.again(training);
                } else {
                    files.begin(training, checkpoint, parts.validation() != null);
                }
                TrainingRun run = new TrainingRun(
                        terminal, training, parts.validation(), epochs, patience(), files, interruption);
                return conclude(run.run(), training, files, interruption, (System.nanoTime() - start) / 1e9);
            } catch (GpuException e) {
                if (e instanceof NumericException) {
                    files.saved().ifPresent(file -> terminal.out()
                            .println("'" + file + "' holds the last state before; start from it with other"
                                    + " options by --from."));
                    throw e;
                }
                Snapshot last = files.last();
                if (!(e instanceof GpuDeviceLostException) || (tried && Objects.equals(last, from))) {
                    sayHowToGoOn(files);
                    throw e;
                }
                tried = true;
                from = last;
                beginning = last == null ? first : gpu -> Training.resume(gpu, last, train);
                terminal.complain(String.valueOf(e.getMessage()));
                terminal.complain("The device is opened anew, and training "
                        + Optional.ofNullable(last)
                                .flatMap(Snapshot::training)
                                .map(state -> "goes on in epoch " + (state.epoch() + 1) + " after step " + state.step()
                                        + " of it.")
                                .orElse("begins again."));
            }
        }
    }

    private int conclude(
            TrainingRun.End end, Training training, TrainingFiles files, Interruption interruption, double seconds) {
        LearningCurve curve = training.curve();
        LearningCurve.Epoch last = curve.last();
        if (end == TrainingRun.End.INTERRUPTED) {
            terminal.out()
                    .println("Interrupted in epoch " + (training.epoch() + 1) + " after step " + training.stepInEpoch()
                            + " of " + training.stepsPerEpoch() + ".");
            sayHowToGoOn(files);
        } else {
            terminal.out()
                    .println(style.strong("Trained " + Figures.count(training.epoch(), "epoch") + " in "
                            + Figures.seconds(seconds) + ": " + (last == null ? "" : Figures.judged(last))));
            if (end == TrainingRun.End.NO_BETTER) {
                LearningCurve.Epoch best = Objects.requireNonNull(curve.best());
                terminal.out()
                        .println("Stopped early: no epoch has had a smaller validation loss since epoch "
                                + best.number() + " (" + Figures.judged(best) + ").");
            }
            if (save != null || resume != null) {
                terminal.out().println(files.summary(curve));
            }
        }
        for (Path path : files.unwritten()) {
            terminal.complain("'" + path + "' is not as it should be, since it could not be written.");
        }
        return interruption.status() != 0
                ? interruption.status()
                : files.unwritten().isEmpty() ? 0 : 1;
    }

    private void sayHowToGoOn(TrainingFiles files) {
        String options = data.asOptions() + (take == null ? "" : " --take " + take) + " --epochs " + epochs
                + (earlyStopping == null ? "" : " --early-stopping " + earlyStopping) + adapters.asOptions();
        terminal.out()
                .println(files.saved()
                        .map(file -> "Checkpoint: " + file + "; go on with: " + Launcher.command() + " train --resume "
                                + Figures.quote(file.toString()) + options)
                        .orElse("Nothing is saved, since there is no --save."));
    }

    private int patience() {
        return earlyStopping == null ? 0 : earlyStopping;
    }

    /** @throws UsageException if another option says as well which network it is */
    private void demandNoOther(String given, String... others) {
        for (String option : others) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new UsageException(given + ", and " + option + " is given too; leave out one or the other.");
            }
        }
    }

    private Snapshot pretrained() throws IOException {
        demandNoOther(
                "--from starts with the network and the scaling of its file", "--network", "--dropout", "--scale");
        return NetworkFile.read(Objects.requireNonNull(from));
    }

    private @Nullable Snapshot checkpoint() throws IOException {
        if (resume == null) {
            return null;
        }
        choice.demandNotGiven();
        demandNoOther("--resume goes on with the checkpoint's network", "--network", "--dropout", "--scale", "--from");
        Snapshot checkpoint = NetworkFile.read(resume);
        int done = checkpoint.training().map(Snapshot.TrainingState::epoch).orElse(0);
        if (done >= epochs) {
            throw new UsageException("The checkpoint '" + resume + "' has " + Figures.count(done, "epoch")
                    + " behind it, and --epochs is " + epochs + "; give more.");
        }
        if (checkpoint.training().map(state -> state.options().schedule()).orElse(null)
                        instanceof Schedule.Cosine cosine
                && cosine.total() < epochs) {
            throw new UsageException("The cosine of the checkpoint '" + resume + "' comes to the learning rate 0 after "
                    + Figures.number(cosine.total()) + " epochs, and --epochs is " + epochs
                    + ", of which the last would change nothing; give no more than that, or start anew by --from.");
        }
        return checkpoint;
    }

    /** One hidden layer. */
    static Network mlp(Dataset data) {
        return mlp(data, 0f);
    }

    private static Network mlp(Dataset data, float dropout) {
        return end(Network.chain(data.shape(), List.of()).flatten().dense(HIDDEN, Activation.RELU), data, dropout);
    }

    private static Network end(Network hidden, Dataset data, float dropout) {
        int outputs =
                data.classes().isEmpty() ? data.targetValues() : data.classes().size();
        return (dropout == 0 ? hidden : hidden.dropout(dropout)).dense(outputs);
    }

    private Network network(Dataset train) throws IOException {
        try {
            if (network.equals(MLP)) {
                return mlp(train, dropout);
            }
            if (network.equals(CNN)) {
                Network convolutions = Network.chain(train.shape(), List.of())
                        .convolution(8, Window.same(3), Activation.RELU)
                        .maxPool(2)
                        .convolution(16, Window.same(3), Activation.RELU)
                        .maxPool(2)
                        .flatten();
                return end(convolutions, train, dropout);
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "The network " + network + " does not fit samples of " + train.shape() + ": " + e.getMessage());
        }
        if (dropout != 0) {
            throw new UsageException(
                    "--dropout is for the networks mlp and cnn; write a dropout layer into " + network + " instead.");
        }
        return NetworkFile.readArchitecture(Path.of(network));
    }

    private void introduce(DeviceInfo device, Training training, Dataset train) {
        terminal.out()
                .println("Training on " + device.backend() + "/" + device.adapter() + " (" + device.renderer()
                        + "), storage "
                        + TrainingChoice.name(
                                Objects.requireNonNull(training.options().storage())) + ", seed "
                        + training.options().seed());
        terminal.out()
                .println(Figures.count(train.size(), "sample") + " of " + train.shape() + ", "
                        + (train.classes().isEmpty()
                                ? Figures.count(train.targetValues(), "target")
                                : Figures.count(train.classes().size(), "class", "classes"))
                        + ", "
                        + Figures.count(
                                Snapshot.parameterCounts(training.network()).stream()
                                        .mapToInt(Integer::intValue)
                                        .sum(),
                                "parameter")
                        + ", " + Figures.count(training.stepsPerEpoch(), "step") + " an epoch");
        training.scaling().ifPresent(scaling -> terminal.out()
                .println("Scaled to mean 0 and deviation 1: "
                        + Figures.count(scaling.inputs().means().size(), "input")
                        + (train.targetValues() == 0 ? "" : " and " + Figures.count(train.targetValues(), "target"))
                        + (resume == null && from == null
                                ? " (--scale none leaves them as they are)"
                                : ", as the network was")));
        if (resume != null) {
            terminal.out()
                    .println("Going on in epoch " + (training.epoch() + 1) + " after step " + training.stepInEpoch()
                            + " of it");
        }
        if (save == null && resume == null) {
            terminal.out().println("Nothing is saved; add --save FILE to keep the network.");
        }
    }

    /** What a person should know before waiting for hours. */
    private void warn(Dataset train) {
        int classes = train.classes().size();
        if (classes == 0) {
            return;
        }
        int[] sizes = new int[classes];
        for (int i = 0; i < train.size(); i++) {
            sizes[train.label(i)]++;
        }
        List<String> rare = IntStream.range(0, classes)
                .filter(c -> sizes[c] <= 1)
                .mapToObj(c -> train.classes().get(c))
                .toList();
        if (2 * classes > train.size()) {
            terminal.err()
                    .println("texon: There are " + classes + " classes for " + Figures.count(train.size(), "sample")
                            + "; are these classes, and not numbers to predict (--targets)?");
        } else if (!rare.isEmpty()) {
            terminal.err()
                    .println("texon: " + Figures.count(rare.size(), "class has", "classes have")
                            + " at most 1 training sample, such as '" + PlainText.name(rare.get(0))
                            + "'; a network learns little of these.");
        }
    }

    private void introduce(Snapshot pretrained, Training training, Dataset train) {
        int renewed = Training.renewedLayer(pretrained, train);
        terminal.out()
                .println("Starting from " + from
                        + (renewed < 0
                                ? " with all its layers"
                                : "; layer " + training.network().name(renewed)
                                        + " is new, since the classes or targets are others"));
    }

    /** What is not finite stays so: there is no sense in going on. */
    static void demandNumber(Training.Report report) {
        if (report.divergence() != null) {
            throw new NumericException(report.divergence());
        }
    }
}

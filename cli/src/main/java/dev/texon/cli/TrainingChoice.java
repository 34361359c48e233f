package dev.texon.cli;

import dev.texon.gpu.UsageException;
import dev.texon.networks.ClassWeights;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.Schedule;
import dev.texon.networks.Storage;
import dev.texon.networks.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** How to train. A checkpoint holds all of this, so that none of it is given when a training goes on. */
final class TrainingChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Samples of a mini-batch (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "adam",
            description = "sgd, momentum or adam (default: ${DEFAULT-VALUE}).")
    private String optimizer = "";

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Learning rate (default: 0.1 for sgd, 0.01 for momentum, 0.001 for adam).")
    private @Nullable Double learningRate;

    @Option(
            names = "--momentum",
            paramLabel = "M",
            defaultValue = "0.9",
            description = "Share of the last velocity, for momentum (default: ${DEFAULT-VALUE}).")
    private double momentum;

    @Option(
            names = "--schedule",
            paramLabel = "KIND",
            defaultValue = "constant",
            description = "How the learning rate changes: constant; steps:E,F (times F every E epochs); exponential:F "
                    + "(times F each epoch); cosine (to 0 in --epochs); or cosine:E (default: ${DEFAULT-VALUE}).")
    private String schedule = "";

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            defaultValue = "0",
            description =
                    "Weight decay, decoupled from the gradient as in AdamW: every weight times 1 - R x D after each step of "
                            + "learning rate R; for sgd it is L2 (default: ${DEFAULT-VALUE}, none).")
    private double weightDecay;

    /** What --weight-decay was before, a factor of each step. */
    @Option(names = "--decay", hidden = true)
    private @Nullable Double decay;

    @Option(
            names = "--l1",
            paramLabel = "L",
            defaultValue = "0",
            description = "L1: every weight towards 0 by L times the learning rate (default: ${DEFAULT-VALUE}, none).")
    private double l1;

    @Option(names = "--limit", paramLabel = "W", description = "Clamp weights to [-W, W] (default: none).")
    private @Nullable Double limit;

    @Option(
            names = "--clip-norm",
            paramLabel = "G",
            description = "Scale gradients down to this norm of all together (default: none).")
    private @Nullable Double clipNorm;

    @Option(
            names = "--class-weights",
            paramLabel = "KIND",
            defaultValue = "none",
            description =
                    "balanced: a sample counts in the gradient by n / (classes x samples of its class), so that rare "
                            + "classes are learned too; losses are shown unweighted (default: ${DEFAULT-VALUE}).")
    private String classWeights = "";

    @Option(
            names = "--storage",
            paramLabel = "NAME",
            description = "float32, float16, or mixed: parameters float32 and activations float16 "
                    + "(default: float32 where the adapter draws to it, else float16).")
    private @Nullable String storage;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the first parameters, the order of samples and the dropout (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--numeric-check",
            description =
                    "Look after every pass for the first Inf or NaN, and say where it is; costs two small passes each.")
    private boolean numericCheck;

    /** @throws UsageException if an option of this class was given */
    void demandNotGiven() {
        ParseResult parsed = command.commandLine().getParseResult();
        List<String> given = Arrays.stream(TrainingChoice.class.getDeclaredFields())
                .map(field -> field.getAnnotation(Option.class))
                .filter(option -> option != null && parsed.hasMatchedOption(option.names()[0]))
                .map(option -> option.names()[0])
                .toList();
        if (!given.isEmpty()) {
            throw new UsageException("--resume goes on as the checkpoint says, and "
                    + String.join(", ", given)
                    + (given.size() == 1 ? " is" : " are") + " given too; leave out one or the other.");
        }
    }

    /**
     * @param epochs for the cosine
     * @throws UsageException if an option has no such value
     */
    TrainingOptions options(int epochs) {
        try {
            Optimizer optimizer = optimizer();
            demandNoFactor(optimizer);
            return TrainingOptions.builder()
                    .batch(batch)
                    .optimizer(optimizer)
                    .schedule(schedule(epochs))
                    .regularization(Regularization.NONE
                            .withWeightDecay(weightDecay)
                            .withL1(l1)
                            .withLimit(limit == null ? Double.POSITIVE_INFINITY : limit))
                    .clipNorm(clipNorm == null ? Double.POSITIVE_INFINITY : clipNorm)
                    .seed(seed)
                    .storage(storage == null ? null : storage(storage))
                    .numericCheck(numericCheck)
                    .classWeights(classWeights())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void demandNoFactor(Optimizer optimizer) {
        Double factor = decay;
        if (factor == null) {
            return;
        }
        float rate = optimizer.learningRate();
        throw new UsageException("--decay is " + factor + ", and the option is now --weight-decay, of which 0 is none"
                + (factor > 0 && factor <= 1
                        ? "; for weights times " + factor + " after each step of the learning rate " + rate
                                + " give --weight-decay " + Regularization.weightDecayOf(factor, rate) + "."
                        : "."));
    }

    /** @throws UsageException as {@link #options}, or if the storage is given */
    TrainingOptions optionsWithoutStorage(int epochs) {
        if (storage != null) {
            throw new UsageException(
                    "--storage is '" + storage + "', and the experiment chooses it itself; leave it out.");
        }
        return options(epochs);
    }

    private Optimizer optimizer() {
        Double rate = learningRate;
        return switch (optimizer) {
            case "sgd" -> Optimizer.sgd(rate == null ? 0.1 : rate);
            case "momentum" -> Optimizer.momentum(rate == null ? 0.01 : rate, momentum);
            case "adam" -> Optimizer.adam(rate == null ? 0.001 : rate);
            default -> throw new UsageException("--optimizer is '" + optimizer + "'; take sgd, momentum or adam.");
        };
    }

    private @Nullable ClassWeights classWeights() {
        return switch (classWeights) {
            case "none" -> null;
            case "balanced" -> ClassWeights.BALANCED;
            default -> throw new UsageException("--class-weights is '" + classWeights + "'; take none or balanced.");
        };
    }

    private Schedule schedule(int epochs) {
        String[] parts = schedule.split("[:,]", -1);
        try {
            return switch (parts[0] + "/" + (parts.length - 1)) {
                case "constant/0" -> new Schedule.Constant();
                case "steps/2" -> new Schedule.Steps(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
                case "exponential/1" -> new Schedule.Exponential(Double.parseDouble(parts[1]));
                case "cosine/0" -> new Schedule.Cosine(epochs);
                case "cosine/1" -> new Schedule.Cosine(Double.parseDouble(parts[1]));
                default -> throw new NumberFormatException();
            };
        } catch (NumberFormatException e) {
            throw new UsageException("--schedule is '" + schedule
                    + "'; take constant, steps:E,F, exponential:F, cosine or cosine:E, for example steps:5,0.1.");
        }
    }

    /** @throws UsageException if there is no such storage */
    static Storage storage(String name) {
        for (Storage storage : Storage.values()) {
            if (name(storage).equals(name)) {
                return storage;
            }
        }
        throw new UsageException("--storage is '" + name + "'; take "
                + Arrays.stream(Storage.values()).map(TrainingChoice::name).collect(Collectors.joining(", ")) + ".");
    }

    static String name(Storage storage) {
        return storage.name().toLowerCase(Locale.ROOT);
    }
}

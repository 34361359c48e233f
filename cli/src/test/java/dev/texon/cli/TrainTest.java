package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.ClassWeights;
import dev.texon.networks.LearningCurve;
import dev.texon.networks.Snapshot;
import dev.texon.networks.file.NetworkFile;
import dev.texon.testing.Absence;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands around networks, on the first adapter that opens here. */
class TrainTest {
    @TempDir
    private static Path folder = Path.of("");

    private static Path data = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeData() throws IOException {
        data = TinyData.write(folder.resolve("data"));
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
        return Main.run(terminal, new CliModule(terminal), arguments);
    }

    private static void demandGpu() {
        try (GpuDevice gpu = Gpu.open()) {
            assertNotNull(gpu.info());
        } catch (GpuUnavailableException e) {
            throw Absence.ofAnything(String.valueOf(e.getMessage()));
        }
    }

    private Path train(String name, int epochs, String... more) {
        Path file = folder.resolve(name);
        String[] arguments = {
            "train", "--data", data.toString(), "--epochs", String.valueOf(epochs), "--save", file.toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        assertEquals(0, run(all), err::toString);
        return file;
    }

    @Test
    void aPlanIsShownAndNothingIsTrained() {
        demandGpu();
        Path file = train("planned.texon", 1);
        out.getBuffer().setLength(0);
        Path none = train("unplanned.texon", 1, "--plan");
        assertFalse(Files.exists(none));
        String training = out.toString();
        assertTrue(training.contains("gradient of its parameters"), training);
        assertTrue(training.contains("the optimizer"), training);
        out.getBuffer().setLength(0);
        assertEquals(0, run("predict", file.toString(), "--plan"), err::toString);
        String use = out.toString();
        assertTrue(use.matches("(?s)FOR +PASS +KERNEL +TARGETS +PARTS +FRAGMENTS +FETCHES\\n.*"), use);
        assertFalse(use.contains("gradient"), use);
        assertTrue(use.contains(" MB. Values: "), use);
        assertEquals(2, run("predict", file.toString()));
        assertTrue(err.toString().contains("There is no FILE; name images"), err::toString);
    }

    @Test
    void whatIsFastestIsMeasuredOnceAndKept() throws Exception {
        demandGpu();
        String before = System.getProperty(ProfileFiles.FOLDER_PROPERTY, "");
        System.setProperty(ProfileFiles.FOLDER_PROPERTY, folder.toString());
        try {
            train("untuned.texon", 1, "--no-tune");
            assertFalse(out.toString().contains("Fastest for"), out::toString);
            train("tuned.texon", 1);
            assertTrue(out.toString().contains("Fastest for fetch of "), out::toString);
            out.getBuffer().setLength(0);
            train("again.texon", 1);
            assertFalse(out.toString().contains("Fastest for"), out::toString);
            try (Stream<Path> kept = Files.list(folder.resolve("texon"))) {
                Files.writeString(kept.findFirst().orElseThrow(), "{\"device\": 1");
            }
            train("profile-damaged.texon", 1);
            assertTrue(out.toString().contains("Fastest for fetch of "), out::toString);
            assertTrue(err.toString().contains("is damaged: "), err::toString);
            assertTrue(
                    err.toString().contains("; the device is measured anew. The file is renamed to 'device-"),
                    err::toString);
            err.getBuffer().setLength(0);
            try (Stream<Path> kept = Files.list(folder.resolve("texon"))) {
                Path profile = kept.filter(file -> file.toString().endsWith(".json"))
                        .findFirst()
                        .orElseThrow();
                String good = Files.readString(profile);
                String absurd = good.replaceFirst("\"textureSize\" : \\d+", "\"textureSize\" : 1073741824");
                assertNotEquals(good, absurd);
                Files.writeString(profile, absurd);
            }
            train("absurd.texon", 1);
            assertTrue(
                    err.toString().contains("does not fit: textureSize is 1073741824, and here it is 64 to "),
                    err::toString);
            err.getBuffer().setLength(0);
            train("after.texon", 1);
            assertFalse(err.toString().contains("Device profile"), err::toString);
        } finally {
            System.setProperty(ProfileFiles.FOLDER_PROPERTY, before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --epochs 0|--epochs is 0; it starts at 1.",
                "train --save-every 0|--save-every is 0.0; give minutes above 0.",
                "train --early-stopping 0|--early-stopping is 0; it starts at 1.",
                "train --early-stopping 3 --validation 0|--early-stopping looks at the validation loss, and --validation is 0",
                "train --save /dev/null|'/dev/null' cannot be written: it is a device, a pipe or a socket; name a regular file.",
                "train --class-weights even|--class-weights is 'even'; take none or balanced.",
                "train --scale minmax|--scale is 'minmax'; take standard or none.",
                "train --resume x --scale none|and --scale is given too",
                "train --take 0|--take is 0; it starts at 1.",
                "train --validation -1|--validation is '-1'; take a share such as 0.2, a whole number",
                "train --validation 1.5|--validation is '1.5'; take a share",
                "train --from x --network cnn|--from starts with the network and the scaling of its file, and --network is given too",
                "train --from x --resume y|and --from is given too",
                "train --batch 0|The mini-batch has 0 samples; take 1 to 4096.",
                "train --optimizer rmsprop|--optimizer is 'rmsprop'; take sgd, momentum or adam.",
                "train --learning-rate 0|The learning rate is 0.0",
                "train --momentum 1 --optimizer momentum|The optimizer's momentum is 1.0",
                "train --schedule steps|--schedule is 'steps'; take constant, steps:E,F,",
                "train --schedule steps:0,0.1|The schedule is steps every 0.0 epochs",
                "train --weight-decay -1|The weight decay is -1.0; it is 0 for none, or above 0 and finite.",
                "train --weight-decay 0.999|for that factor at the learning rate 0.001 give 1.0, for none 0, and",
                "train --weight-decay 1000|The weight decay is 1000.0 at the learning rate 0.001, which takes all of a weight",
                "train --decay 0.999|--decay is 0.999, and the option is now --weight-decay, of which 0 is none; for weights"
                        + " times 0.999 after each step of the learning rate 0.001 give --weight-decay 1.0.",
                "train --decay 1 --optimizer sgd|after each step of the learning rate 0.1 give --weight-decay 0.0.",
                "train --decay 2|--decay is 2.0, and the option is now --weight-decay, of which 0 is none.",
                "train --resume x --weight-decay 0|--weight-decay is given too",
                "train --clip-norm 0|Gradients are clipped to the norm 0.0",
                "train --storage half|--storage is 'half'; take float32, float16, mixed.",
                "train --save no/such/folder/n.texon|'no/such/folder/n.texon' cannot be written: there is no folder",
                "train --resume x --batch 8 --seed 2|--batch, --seed are given too",
                "train --resume x --network cnn|and --network is given too",
                "train --backend nonsense|'nonsense'",
                "train --adapter nonsense|'nonsense'",
                "train --targets -1|--targets is -1; it starts at 0.",
                "train --dropout 0.5 --network x.json|--dropout is for the networks mlp and cnn",
                "evaluate|Missing required parameter: 'NETWORK'",
                "evaluate x --batch 0|--batch is 0; take 1 to 4096.",
                "predict x|There is no FILE; name images",
                "predict x y --json --csv|--json and --csv are given",
                "export x --out y --weights half|--weights is 'half'; take float16 or float32.",
                "export x --out no/such/y|'no/such/y' cannot be written: there is no folder",
                "export x|Nothing is to be written; give --out FILE, --app DIR or --module DIR.",
                "export x --app y --module ./y|--app and --module are the same folder 'y'; name two.",
                "export x --module /dev/null|'/dev/null' is a file; name a folder to export to.",
                "export x --app src|'src' holds 'main', which is not of an earlier export of this kind",
                "predict x - --frames 640|--frames is '640'; take WIDTHxHEIGHT in pixels, for example 640x480",
                "predict x - --frames 20000x20000|--frames is '20000x20000'; take WIDTHxHEIGHT",
                "predict x y --top 0|--top is 0; it starts at 1.",
                "bench x/y|The query 'x/y' selects no workload",
                "bench --peer nobody|There is no peer 'nobody'. Peers: tfjs, handwritten.",
                "bench --jvm matmul/256|--jvm is given with something else",
                "bench --rounds 0|--rounds is 0; it is from 1 to 1000.",
                "bench matmul/256 --backend nonsense|There is no adapter 'nonsense'",
                "experiment|An experiment is missing.",
                "experiment precision --bits 1|--bits has 1; take 2 to 24.",
                "experiment precision --storage mixed|the experiment chooses it itself",
                "experiment overflow --steps 0|--steps is 0; it starts at 1."
            })
    void wrongUsageIsStatusTwoWithAReasonAndNoStackTrace(String line) {
        int bar = line.lastIndexOf('|');
        List<String> arguments = new ArrayList<>(List.of(line.substring(0, bar).split(" ", -1)));
        if (!List.of("predict", "export", "bench").contains(arguments.get(0)) && !line.startsWith("experiment|")) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        assertEquals(2, run(arguments.toArray(String[]::new)), err::toString);
        assertTrue(err.toString().contains(line.substring(bar + 1)), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --data no-such-folder|Data 'no-such-folder' is neither a folder nor a CSV file",
                "train --resume no-such-file|'no-such-file' cannot be read: it does not exist",
                "evaluate no-such-file|'no-such-file' cannot be read: it does not exist",
                "train --network no-such-file|'no-such-file' cannot be read: it does not exist"
            })
    void whatIsNotThereIsStatusOneInOneSentence(String line) {
        int bar = line.lastIndexOf('|');
        List<String> arguments = new ArrayList<>(List.of(line.substring(0, bar).split(" ", -1)));
        if (!arguments.contains("--data")) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        assertEquals(1, run(arguments.toArray(String[]::new)));
        assertTrue(err.toString().contains(line.substring(bar + 1)), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void trainsSavesEvaluatesAndPredicts() throws IOException {
        demandGpu();
        Path network = train("whole.texon", 6);
        assertTrue(
                out.toString().contains("400 samples of 28×28×1, 10 classes, 101770 parameters, 7 steps an epoch"),
                out::toString);
        assertTrue(out.toString().contains("epoch 6/6: training loss "), out::toString);
        assertTrue(
                Pattern.compile(
                                "Trained 6 epochs in [0-9.]+ s: validation loss 0\\.\\d+, accuracy (9\\d|100)\\.\\d\\d %")
                        .matcher(out.toString())
                        .find(),
                out::toString);
        String curve = Files.readString(folder.resolve("whole-curve.svg"));
        for (String part : List.of(">training loss<", ">validation accuracy<", ">best: epoch ", ">epochs<")) {
            assertTrue(curve.contains(part), part + " in " + curve);
        }

        out.getBuffer().setLength(0);
        assertEquals(0, run("evaluate", network.toString(), "--data", data.toString()), err::toString);
        assertTrue(out.toString().contains("on 100 samples of"), out::toString);
        assertTrue(
                Pattern.compile("\n 4 4 .* (9|10) .*\\d\\.\\d\\d %\\R")
                        .matcher(out.toString())
                        .find(),
                out::toString);

        out.getBuffer().setLength(0);
        Path image = TinyData.writePng(folder.resolve("seven.png"), 7);
        Path text = Files.writeString(folder.resolve("text.png"), "not an image");
        assertEquals(
                1, run("predict", network.toString(), "no-such.png", text.toString(), image.toString(), "--top", "2"));
        assertTrue(
                Pattern.compile("seven\\.png: 7 \\d\\d\\.\\d\\d %, \\d \\d+\\.\\d\\d %\\R$")
                        .matcher(out.toString())
                        .find(),
                out::toString);
        assertTrue(err.toString().contains("'no-such.png' cannot be read"), err::toString);
        assertTrue(err.toString().contains("text.png' cannot be decoded"), err::toString);
        assertEquals(2, err.toString().lines().count(), err::toString);
    }

    @Test
    void aTrainingThatGoesOnIsTheSameAsOneThatNeverStopped() throws IOException {
        demandGpu();
        String[] options = {"--optimizer", "momentum", "--schedule", "exponential:0.9", "--dropout", "0.2"};
        Path whole = train("never-stopped.texon", 2, options);
        Path parts = train("stopped.texon", 1, options);
        assertEquals(
                0,
                run("train", "--data", data.toString(), "--resume", parts.toString(), "--epochs", "2"),
                err::toString);
        assertTrue(out.toString().contains("Going on in epoch 2"), out::toString);
        assertEquals(-1, Files.mismatch(whole, parts));

        assertEquals(2, run("train", "--data", data.toString(), "--resume", parts.toString(), "--epochs", "2"));
        assertTrue(err.toString().contains("has 2 epochs behind it, and --epochs is 2; give more."), err::toString);
    }

    private static List<String> names(Path in) throws IOException {
        try (Stream<Path> paths = Files.list(in)) {
            return paths.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private Path fresh(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    @Test
    void theLastStateTheBestTheCurveAndTheLogLieBesideEachOther() throws IOException {
        demandGpu();
        Path in = fresh("beside");
        Path file = train("beside/n.texon", 3);
        assertEquals(List.of("n-best.texon", "n-curve.svg", "n-log.csv", "n-log.jsonl", "n.texon"), names(in));
        LearningCurve curve = Objects.requireNonNull(
                NetworkFile.read(file).training().orElseThrow().curve());
        LearningCurve.Epoch best = Objects.requireNonNull(curve.best());
        assertEquals(
                best.number(),
                NetworkFile.read(in.resolve("n-best.texon"))
                        .training()
                        .orElseThrow()
                        .epoch());
        assertTrue(
                out.toString()
                        .contains("Network: " + file + "; the best one, of epoch " + best.number() + ": "
                                + in.resolve("n-best.texon") + "; training curve: " + in.resolve("n-curve.svg")
                                + "; log: " + in.resolve("n-log.csv")),
                out::toString);
        List<String> rows = Files.readAllLines(in.resolve("n-log.csv"));
        assertEquals(
                "epoch,steps,time,training_loss,training_accuracy,validation_loss,validation_accuracy,"
                        + "mean_absolute_error,r2",
                rows.get(0));
        List<String> objects = Files.readAllLines(in.resolve("n-log.jsonl"));
        for (int i = 0; i < 3; i++) {
            LearningCurve.Epoch epoch = curve.epochs().get(i);
            LearningCurve.Validation validation = Objects.requireNonNull(epoch.validation());
            String[] row = rows.get(i + 1).split(",", -1);
            assertEquals(String.valueOf(i + 1), row[0]);
            assertEquals(String.valueOf(7 * (i + 1)), row[1]);
            assertEquals(epoch.training().loss(), Double.parseDouble(row[3]));
            assertEquals(validation.accuracy(), Double.parseDouble(row[6]));
            assertEquals("", row[8]);
            JsonNode object = new JsonMapper().readTree(objects.get(i));
            assertEquals(i + 1, object.get("epoch").asInt());
            assertEquals(validation.loss(), object.get("validation_loss").asDouble());
            assertFalse(object.has("r2"));
        }
        // A training that goes on keeps what was before.
        assertEquals(
                0,
                run("train", "--data", data.toString(), "--resume", file.toString(), "--epochs", "4"),
                err::toString);
        List<String> longer = Files.readAllLines(in.resolve("n-log.csv"));
        assertEquals(rows, longer.subList(0, 4));
        assertEquals(5, longer.size());
        assertEquals(4, Files.readAllLines(in.resolve("n-log.jsonl")).size());
        LearningCurve after = Objects.requireNonNull(
                NetworkFile.read(file).training().orElseThrow().curve());
        assertEquals(curve.epochs(), after.epochs().subList(0, 3));
    }

    @Test
    void anotherTrainingIsNotWrittenOver() throws IOException {
        demandGpu();
        Path file = train("kept.texon", 1);
        byte[] before = Files.readAllBytes(file);
        String[] again = {"train", "--data", data.toString(), "--epochs", "1", "--save", file.toString()};
        assertEquals(2, run(again));
        assertTrue(
                err.toString()
                        .contains("'" + file
                                + "' is there already; go on with that training by --resume, write over it by"
                                + " --overwrite, or name another file by --save."),
                err::toString);
        assertArrayEquals(before, Files.readAllBytes(file));
        Path other = train("other.texon", 1, "--seed", "2");
        String[] resumed = {
            "train", "--data", data.toString(), "--epochs", "2", "--resume", other.toString(), "--save", file.toString()
        };
        assertEquals(2, run(resumed));
        assertArrayEquals(before, Files.readAllBytes(file));
        train("kept.texon", 1, "--overwrite", "--seed", "2");
        assertEquals(-1, Files.mismatch(file, other));
    }

    @Test
    void aFileIsWrittenByOneTrainingAtATime() throws IOException {
        demandGpu();
        Path in = fresh("leased");
        Path file = in.resolve("n.texon");
        Files.createSymbolicLink(in.resolve("link.texon"), Path.of("n.texon"));
        String[] training = {
            "train",
            "--data",
            data.toString(),
            "--epochs",
            "1",
            "--save",
            in.resolve("link.texon").toString()
        };
        try (FileLease lease = FileLease.take(file, "another training")) {
            assertNotNull(lease);
            assertEquals(1, run(training));
            assertTrue(
                    err.toString()
                            .contains("'" + in.resolve("link.texon")
                                    + "' is being written by another training, process "
                                    + ProcessHandle.current().pid() + "; wait for its end, or write to another file."),
                    err::toString);
        }
        Process other = endless(file, in.resolve("other.out"), List.of());
        try {
            while (!Files.exists(file)) {
                assertTrue(other.isAlive(), () -> text(in.resolve("other.out")));
                Thread.onSpinWait();
            }
            err.getBuffer().setLength(0);
            assertEquals(1, run("train", "--data", data.toString(), "--save", file.toString(), "--overwrite"));
            assertTrue(err.toString().contains("another training, process " + other.pid() + ";"), err::toString);
            assertEquals(
                    1,
                    run(
                            "train",
                            "--data",
                            data.toString(),
                            "--save",
                            in.resolve("n").toString(),
                            "--overwrite"),
                    "its log is the same");
        } finally {
            other.destroyForcibly();
        }
        other.onExit().join();
        for (String name : names(in)) {
            if (!name.startsWith(".") && !name.startsWith("link")) {
                Files.delete(in.resolve(name));
            }
        }
        // What a killed process leaves keeps nobody out.
        Files.writeString(in.resolve(".n.texon.lock"), "1 left");
        assertEquals(0, run(training), err::toString);
        assertTrue(Files.isSymbolicLink(in.resolve("link.texon")));
        assertFalse(names(in).contains(".n.texon.lock"));
    }

    /** The best state goes where the training goes, and never passes for that of another one. */
    @Test
    void theBestStateFollowsItsTraining() throws Exception {
        demandGpu();
        Path in = fresh("following");
        Path chance = chance("following.csv");
        Path file = in.resolve("a.texon");
        String[] all = {
            "train", "--data", chance.toString(), "--learning-rate", "0.05", "--epochs", "60", "--save", file.toString()
        };
        assertEquals(0, run(all), err::toString);
        int best = bestEpoch(file);
        assertTrue(best < 60);
        assertEquals(best, epoch(in.resolve("a-best.texon")));
        String[] goOn = {
            "train", "--data", chance.toString(), "--epochs", "61", "--resume", file.toString(), "--save", ""
        };
        // Elsewhere, where another training was.
        goOn[8] = in.resolve("b.texon").toString();
        train("following/b.texon", 1);
        goOn = Arrays.copyOf(goOn, 10);
        goOn[9] = "--overwrite";
        out.getBuffer().setLength(0);
        assertEquals(0, run(goOn), err::toString);
        assertEquals(best, epoch(in.resolve("b-best.texon")));
        assertTrue(
                out.toString().contains("the best one, of epoch " + best + ": " + in.resolve("b-best.texon")),
                out::toString);
        List<String> log = Files.readAllLines(in.resolve("b-log.csv"));
        assertEquals(62, log.size());
        assertEquals(
                Files.readAllLines(in.resolve("a-log.csv")).get(1).split(",", -1)[3],
                log.get(1).split(",", -1)[3]);
        // From the best one itself, which is not lost.
        String[] back = {
            "train",
            "--data",
            chance.toString(),
            "--epochs",
            "60",
            "--resume",
            in.resolve("a-best.texon").toString()
        };
        assertEquals(0, run(back), err::toString);
        assertEquals(best, epoch(in.resolve("a-best-best.texon")));
        // A training that is never judged has no best one.
        String[] unjudged = Arrays.copyOf(all, 12);
        System.arraycopy(new String[] {"--overwrite", "--validation", "0"}, 0, unjudged, 9, 3);
        assertEquals(0, run(unjudged), err::toString);
        assertFalse(Files.exists(in.resolve("a-best.texon")));
    }

    private static int bestEpoch(Path file) throws IOException {
        LearningCurve curve = Objects.requireNonNull(
                NetworkFile.read(file).training().orElseThrow().curve());
        return Objects.requireNonNull(curve.best()).number();
    }

    private static int epoch(Path file) throws IOException {
        return NetworkFile.read(file).training().orElseThrow().epoch();
    }

    @Test
    void aResumedTrainingKeepsItsJudgesAndALogWithoutGaps() throws Exception {
        demandGpu();
        Path in = fresh("judges");
        Path file = train("judges/n.texon", 3, "--validation", "50");
        String[] other = {"train", "--data", data.toString(), "--epochs", "4", "--resume", file.toString()};
        assertEquals(2, run(other));
        String[] same = Arrays.copyOf(other, 9);
        same[7] = "--validation";
        same[8] = "50";
        List<String> log = new ArrayList<>(Files.readAllLines(in.resolve("n-log.csv")));
        String second = log.remove(2);
        Files.write(in.resolve("n-log.csv"), log);
        assertEquals(0, run(same), err::toString);
        List<String> whole = Files.readAllLines(in.resolve("n-log.csv"));
        assertEquals(5, whole.size());
        assertEquals(second.split(",", -1)[3], whole.get(2).split(",", -1)[3]);
        Path taken = train("judges/t.texon", 1, "--take", "100", "--validation", "50");
        assertEquals(
                2,
                run(
                        "train",
                        "--data",
                        data.toString(),
                        "--epochs",
                        "2",
                        "--resume",
                        taken.toString(),
                        "--take",
                        "100"));
        assertTrue(
                err.toString().contains("is judged by 50 validation samples, and here are 100; give --validation"),
                err::toString);
    }

    @Test
    void whatCannotBeWrittenIsAWarningAndTrainingGoesOn() throws Exception {
        demandGpu();
        Path in = fresh("full");
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", in.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeTrue(mount.waitFor() == 0, "No full disk is tried, since only root can make one: " + said);
        try {
            Path file = in.resolve("n.texon");
            Path ballast = in.resolve("ballast");
            String[] training = {"train", "--data", data.toString(), "--epochs", "3", "--save", file.toString()};
            Files.write(ballast, new byte[3 << 20]);
            assertEquals(1, run(training));
            assertTrue(
                    Pattern.compile(
                                    "n\\.texon' takes [0-9.]+ MB with the best state, and there is room for 2\\.1 MB; make room")
                            .matcher(err.toString())
                            .find(),
                    err::toString);
            Files.delete(ballast);
            // The disk fills after the start: in the middle of the first epoch's report.
            Thread filler = new Thread(() -> {
                try {
                    while (!out.toString().contains("epoch 1/")) {
                        Thread.sleep(1);
                    }
                    Files.write(ballast, new byte[3 << 20]);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            training[4] = "300";
            filler.start();
            assertEquals(1, run(training));
            filler.join();
            assertTrue(out.toString().contains("Trained 300 epochs"), out::toString);
            assertTrue(
                    Pattern.compile(
                                    "Warning: '.*n(-best)?\\.texon' cannot be written: .*; make room or write somewhere else\\. "
                                            + "Training goes on, and this is tried again\\.")
                            .matcher(err.toString())
                            .find(),
                    err::toString);
            assertTrue(
                    err.toString().contains("' is not as it should be, since it could not be written."), err::toString);
            assertTrue(names(in).stream().noneMatch(name -> name.endsWith(".part") || name.endsWith(".lock")));
        } finally {
            assertEquals(0, new ProcessBuilder("umount", in.toString()).start().waitFor());
        }
    }

    @Test
    void trainingStopsWhereItGetsNoBetter() throws IOException {
        demandGpu();
        Path chance = chance("chance.csv");
        Path file = folder.resolve("early.texon");
        String[] training = {
            "train",
            "--data",
            chance.toString(),
            "--epochs",
            "500",
            "--learning-rate",
            "0.05",
            "--early-stopping",
            "2",
            "--save",
            file.toString()
        };
        assertEquals(0, run(training), err::toString);
        assertTrue(
                out.toString().contains("Stopped early: no epoch has had a smaller validation loss since"),
                out::toString);
        LearningCurve curve = Objects.requireNonNull(
                NetworkFile.read(file).training().orElseThrow().curve());
        int best = Objects.requireNonNull(curve.best()).number();
        int last = Objects.requireNonNull(curve.last()).number();
        assertEquals(best + 2, last);
        assertTrue(last < 500);
    }

    /** A browser that is killed is a device that is lost. */
    @Test
    void aLostDeviceIsOpenedAnewAndTrainingGoesOn() throws Exception {
        try (GpuDevice gpu = Gpu.open(GpuOptions.defaults().withBackend("webgl"))) {
            assertNotNull(gpu.info());
        } catch (GpuUnavailableException e) {
            throw Absence.of("webgl", String.valueOf(e.getMessage()));
        }
        Path in = fresh("lost");
        Path whole = train("lost/whole.texon", 30, "--backend", "webgl");
        out.getBuffer().setLength(0);
        Thread killer = new Thread(() -> {
            while (!out.toString().contains("epoch 2/30")) {
                Thread.onSpinWait();
            }
            ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").contains("chrom"))
                    .forEach(ProcessHandle::destroyForcibly);
        });
        killer.start();
        Path file = train("lost/killed.texon", 30, "--backend", "webgl");
        killer.join();
        assertTrue(err.toString().contains("texon: The WebGL device is lost: "), err::toString);
        assertTrue(
                err.toString().contains("texon: The device is opened anew, and training goes on in epoch "),
                err::toString);
        assertEquals(-1, Files.mismatch(whole, file));
        assertEquals(31, Files.readAllLines(in.resolve("killed-log.csv")).size());
    }

    @Test
    void anArchitectureOfOnesOwnIsTrained() throws IOException {
        demandGpu();
        Path architecture = Files.writeString(folder.resolve("own.json"), """
                {"input": {"height": 28, "width": 28, "channels": 1},
                 "layers": [{"type": "flatten"}, {"type": "dense", "units": 10, "activation": "linear"}]}
                """);
        train("own.texon", 1, "--network", architecture.toString(), "--take", "70", "--storage", "float32");
        assertTrue(out.toString().contains("70 samples of 28×28×1, 10 classes, 7850 parameters"), out::toString);
    }

    @Test
    void aDamagedNetworkFileIsToldInOneSentence() throws IOException {
        demandGpu();
        Path network = train("damaged.texon", 1);
        byte[] bytes = Files.readAllBytes(network);
        bytes[bytes.length / 2] ^= 1;
        Files.write(network, bytes);
        assertEquals(1, run("evaluate", network.toString(), "--data", data.toString()));
        assertTrue(err.toString().contains("is damaged: its checksum is "), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @Test
    void theExperimentsWriteTheirTables() throws IOException {
        demandGpu();
        Path results = folder.resolve("results");
        assertEquals(
                0,
                run(
                        "experiment",
                        "precision",
                        "--data",
                        data.toString(),
                        "--epochs",
                        "4",
                        "--bits",
                        "2,8,11",
                        "--out",
                        results.toString()),
                err::toString);
        String precision = Files.readString(results.resolve("precision.md"));
        assertTrue(precision.contains("| 24 bits | "), precision);
        // 2 significant bits hold neither small gradients nor small updates.
        assertTrue(
                Pattern.compile("\\| 2 bits \\|.*-\\d+\\.\\d\\d points")
                        .matcher(precision)
                        .find(),
                precision);
        assertTrue(Files.exists(results.resolve("precision.svg")));
        assertTrue(Files.readString(results.resolve("precision.csv")).contains("\n\"8 bits\",8,4,"));

        String backend;
        String adapter;
        try (GpuDevice gpu = Gpu.open()) {
            backend = gpu.info().backend();
            adapter = gpu.info().adapter();
        }
        assertEquals(
                0,
                run(
                        "experiment",
                        "overflow",
                        "--data",
                        data.toString(),
                        "--steps",
                        "5",
                        "--backend",
                        backend,
                        "--adapter",
                        adapter,
                        "--out",
                        results.toString()),
                () -> out + "\n" + err);
        String overflow = Files.readString(results.resolve("overflow.md"));
        assertTrue(
                overflow.contains(
                        "Of 4 trainings by the textbook's formulas, 4 met an Inf or NaN; of 4 by Texon's, 0."),
                overflow);
        assertTrue(overflow.contains("first appears in step 0, in the output of layer 2 (dense)"), overflow);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalSavesACheckpointFromWhichTrainingGoesOn(String signal, int status) throws Exception {
        demandGpu();
        assumeTrue(OS.LINUX.isCurrentOs(), "only GNU's env can undo what a shell tells its background processes");
        Path file = folder.resolve(signal + ".texon");
        Path output = folder.resolve(signal + ".out");
        // A shell has its background processes ignore SIGINT, and a JVM among them keeps to it.
        Process child = endless(file, output, List.of("env", "--default-signal=" + signal));
        try {
            // The first epoch's checkpoint says that training is under way.
            while (!Files.exists(file)) {
                assertTrue(child.isAlive(), () -> text(output));
                Thread.sleep(50);
            }
            new ProcessBuilder("kill", "-" + signal, String.valueOf(child.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertTrue(child.waitFor(60, TimeUnit.SECONDS), () -> text(output));
        } finally {
            child.destroyForcibly();
        }
        assertEquals(status, child.exitValue(), () -> text(output));
        assertTrue(text(output).contains("go on with: ./texon train --resume " + file), () -> text(output));
        Snapshot.TrainingState state = NetworkFile.read(file).training().orElseThrow();
        assertTrue(
                text(output).contains("Interrupted in epoch " + (state.epoch() + 1) + " after step " + state.step()),
                () -> text(output));
        int next = state.epoch() + 1;
        assertEquals(
                0,
                run("train", "--data", data.toString(), "--resume", file.toString(), "--epochs", String.valueOf(next)),
                err::toString);
        assertTrue(out.toString().contains("epoch " + next + "/" + next + ": training loss "), out::toString);
    }

    /** Classes by chance: what is learned of some samples says nothing of others. */
    private Path chance(String name) throws IOException {
        Random random = new Random(5);
        List<String> rows = new ArrayList<>(List.of("x,y,class"));
        for (int i = 0; i < 90; i++) {
            rows.add(random.nextInt(1000) / 500.0 + "," + random.nextInt(1000) / 500.0 + ",c" + random.nextInt(2));
        }
        return csv(name, rows.toArray(new String[0]));
    }

    /** A training that does not end by itself, in a process of its own. */
    private static Process endless(Path file, Path output, List<String> launcher) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--data",
                data.toString(),
                "--epochs",
                "1000000",
                "--save",
                file.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path csv(String name, String... rows) throws IOException {
        return Files.write(folder.resolve(name), List.of(rows));
    }

    @Test
    void numbersAreJudgedByMeanAbsoluteErrorAndR2AndTheRuleIsSaid() throws Exception {
        demandGpu();
        List<String> rows = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 60; i++) {
            rows.add(i % 7 / 7.0 + "," + i % 7 / 3.5);
        }
        Path file = csv("line.csv", rows.toArray(new String[0]));
        String[] train = {"train", "--data", file.toString(), "--targets", "1", "--epochs", "1", "--batch", "10"};
        assertEquals(0, run(train), err::toString);
        assertTrue(
                out.toString().contains("Judged by 10 of 60 samples, set aside (one in six; --validation changes it)"),
                out::toString);
        assertTrue(
                Pattern.compile("validation loss [0-9.]+, MAE [0-9.]+, R2 -?[0-9.]+")
                        .matcher(out.toString())
                        .find(),
                out::toString);
        out.getBuffer().setLength(0);
        String[] none = Arrays.copyOf(train, train.length + 2);
        none[train.length] = "--validation";
        none[train.length + 1] = "0";
        assertEquals(0, run(none), err::toString);
        assertTrue(
                out.toString().contains("60 samples of ") && out.toString().contains("Judged by no samples"),
                out::toString);
        assertFalse(out.toString().contains("validation loss"), out::toString);
        none[train.length + 1] = "60";
        assertEquals(1, run(none));
        assertTrue(err.toString().contains("of which 60 cannot be set aside"), err::toString);
    }

    @Test
    void theClassOfACsvFileIsSaidAndItsRowsAreSamplesForConvolutions() throws Exception {
        demandGpu();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add("c" + i % 2 + ";0,5" + (";" + i % 7).repeat(15));
        }
        Path file = csv("pixels.csv", rows.toArray(new String[0]));
        assertEquals(
                0,
                run("train", "--data", file.toString(), "--network", "cnn", "--shape", "4x4x1", "--epochs", "1"),
                err::toString);
        assertEquals(
                "note: '" + file
                        + "': columns are separated by semicolons; numbers have decimal commas; column 1 is the "
                        + "class, as the first one, which is text; 16 features.",
                err.toString().lines().findFirst().orElseThrow());
        for (String wrong : List.of("--shape 2x", "--separator ,,", "--header perhaps", "--separator .")) {
            List<String> line = new ArrayList<>(List.of("train", "--data", file.toString()));
            line.addAll(List.of(wrong.split(" ")));
            assertEquals(2, run(line.toArray(new String[0])), wrong);
        }
    }

    @Test
    void rowsAndImagesOfFilesFoldersAndTheStandardInputArePredicted() throws Exception {
        demandGpu();
        List<String> rows = new ArrayList<>(List.of("x,y,class"));
        // More than are computed at once, and no multiple of it.
        for (int i = 0; i < 150; i++) {
            rows.add(i % 2 + "," + i % 3 + "," + (i % 2 == 0 ? "k\u00e4fer\u200b" : "\"a, \"\"b\"\"\""));
        }
        Path file = csv("named.csv", rows.toArray(new String[0]));
        Path network = folder.resolve("named.texon");
        assertEquals(
                0,
                run(
                        "train",
                        "--data",
                        file.toString(),
                        "--epochs",
                        "40",
                        "--learning-rate",
                        "0.02",
                        "--save",
                        network.toString()),
                err::toString);
        Path bare = csv("bare.csv", "x,y", "0,1", "1,2");
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertEquals(0, run("predict", network.toString(), bare.toString(), file.toString(), "--json"), err::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals(152, lines.size());
        for (int i = 0; i < 150; i++) {
            JsonNode row = new JsonMapper().readTree(lines.get(2 + i));
            assertEquals(i + 1, row.get("sample").asInt());
            // Equal rows come again after six.
            assertEquals(
                    new JsonMapper().readTree(lines.get(2 + i % 6)).get("class"),
                    row.get("class"),
                    "sample " + (i + 1));
        }
        assertTrue(lines.get(0).contains("k\\u00E4fer\\u200B"), lines.get(0));
        JsonNode second = new JsonMapper().readTree(lines.get(1));
        assertEquals("a, \"b\"", second.get("class").asText());
        assertEquals(bare.toString(), second.get("file").asText());
        assertEquals(2, second.get("sample").asInt());
        assertEquals(
                1,
                second.get("probabilities").get("a, \"b\"").asDouble()
                        + second.get("probabilities").get("k\u00e4fer\u200b").asDouble(),
                1e-5);
        out.getBuffer().setLength(0);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("1;0,5\n0;2\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertEquals(0, run("predict", network.toString(), "-", "--csv"), err::toString);
        } finally {
            System.setIn(before);
        }
        lines = out.toString().lines().toList();
        assertEquals(3, lines.size());
        assertTrue(lines.get(0).startsWith("file,sample,class,\"a, \"\"b\"\"\","), lines.get(0));
        assertTrue(lines.get(1).startsWith("-,1,\"a, \"\"b\"\"\","), lines.get(1));
        Path unclear = csv("unclear.csv", "1,2,7.5");
        assertEquals(1, run("predict", network.toString(), unclear.toString()));
        assertTrue(err.toString().contains("in column 3; leave the class out, or name it by --label."), err::toString);
        assertEquals(0, run("predict", network.toString(), unclear.toString(), "--label", "3"), err::toString);
        Path wide = csv("wide.csv", "1,2,3,4,5");
        assertEquals(1, run("predict", network.toString(), wide.toString()));
        assertTrue(
                err.toString().contains("has 5 columns, and the network takes 2, with or without the class beside"),
                err::toString);
        out.getBuffer().setLength(0);
        Path digits = train("digits.texon", 1);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertEquals(0, run("predict", digits.toString(), data.toString(), "--top", "1"), err::toString);
        assertEquals(500, out.toString().lines().count());
    }

    @Test
    void columnsAreFoundByTheNamesThatTheNetworkWasTrainedOn() throws Exception {
        demandGpu();
        List<String> rows = new ArrayList<>(List.of("kind,left,right"));
        List<String> turned = new ArrayList<>(List.of("right,kind,note,left"));
        for (int i = 0; i < 40; i++) {
            int kind = i % 2 == 0 ? 2 : 10;
            rows.add(kind + "," + kind + "," + i % 3);
            turned.add(i % 3 + "," + kind + "," + i + "," + kind);
        }
        Path file = csv("sides.csv", rows.toArray(new String[0]));
        Path other = csv("turned.csv", turned.toArray(new String[0]));
        Path network = folder.resolve("sides.texon");
        assertEquals(
                0,
                run(
                        "train",
                        "--data",
                        file.toString(),
                        "--label",
                        "kind",
                        "--epochs",
                        "30",
                        "--learning-rate",
                        "0.01",
                        "--save",
                        network.toString()),
                err::toString);
        // Numbers for classes stand in their order as numbers.
        assertEquals(List.of("2", "10"), NetworkFile.read(network).classes());
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        for (Path one : List.of(file, other)) {
            assertEquals(
                    0,
                    run("evaluate", network.toString(), "--data", one.toString(), "--validation", "0"),
                    err::toString);
        }
        assertEquals(2, out.toString().split("accuracy 100.00 %", -1).length - 1, out::toString);
        assertTrue(
                err.toString()
                        .contains("columns are found by their names, as the network has them; column 2 ('kind') is the"
                                + " class; 2 features."),
                err::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("predict", network.toString(), file.toString(), other.toString(), "--top", "1"));
        List<String> lines = out.toString().lines().toList();
        assertEquals(80, lines.size());
        for (int i = 0; i < 40; i++) {
            assertEquals(lines.get(i).split(": ", 2)[1], lines.get(40 + i).split(": ", 2)[1], "sample " + (i + 1));
        }
        // Fine-tuning takes the same inputs, and looks for the class anew; with --label too.
        for (String[] more : new String[][] {{"--label", "kind"}, {"--label", "2"}}) {
            out.getBuffer().setLength(0);
            assertEquals(
                    0,
                    run(
                            "train",
                            "--data",
                            other.toString(),
                            "--from",
                            network.toString(),
                            "--learning-rate",
                            "1e-9",
                            "--epochs",
                            "1",
                            more[0],
                            more[1]),
                    err::toString);
            assertTrue(out.toString().contains("validation loss 0.0"), out::toString);
            assertTrue(out.toString().contains("accuracy 100.00 %"), out::toString);
        }
        out.getBuffer().setLength(0);
        assertEquals(
                0,
                run("evaluate", network.toString(), "--data", other.toString(), "--validation", "0", "--label", "kind"),
                err::toString);
        assertTrue(out.toString().contains("accuracy 100.00 %"), out::toString);
        Path absent = csv("absent.csv", "left,wrong", "2,1");
        assertEquals(1, run("predict", network.toString(), absent.toString()));
        assertTrue(
                err.toString()
                        .contains("has 2 columns (left, wrong), and not 'right', which the network takes; name the"
                                + " column so, or leave the header out to take columns by their places."),
                err::toString);
    }

    /** A frame of the input's size is what an image of the same pixels is. */
    @Test
    void rawFramesArePredictedOneAfterAnother() throws Exception {
        demandGpu();
        Path network = train("frames.texon", 2);
        byte[] frames = new byte[3 * 4 * 28 * 28];
        List<String> images = new ArrayList<>(List.of("predict", network.toString(), "--csv"));
        for (int i = 0; i < 3; i++) {
            Path png = TinyData.writePng(folder.resolve("frame" + i + ".png"), 3 * i);
            BufferedImage image = ImageIO.read(png.toFile());
            for (int p = 0; p < 28 * 28; p++) {
                int at = 4 * (i * 28 * 28 + p);
                byte grey = (byte) image.getRaster().getSample(p % 28, p / 28, 0);
                Arrays.fill(frames, at, at + 3, grey);
                frames[at + 3] = (byte) 255;
            }
            images.add(png.toString());
        }
        out.getBuffer().setLength(0);
        assertEquals(0, run(images.toArray(new String[0])), err::toString);
        List<String> expected = out.toString().lines().skip(1).toList();
        Path raw = Files.write(folder.resolve("frames.rgba"), frames);
        out.getBuffer().setLength(0);
        assertEquals(
                0, run("predict", network.toString(), raw.toString(), "--frames", "28x28", "--csv"), err::toString);
        List<String> rows = out.toString().lines().skip(1).toList();
        assertEquals(3, rows.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(expected.get(i).split(",", 3)[2], rows.get(i).split(",", 3)[2], "frame " + (i + 1));
            assertTrue(rows.get(i).startsWith(raw + "," + (i + 1) + ","), rows.get(i));
        }
        out.getBuffer().setLength(0);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(frames, 0, frames.length - 1));
        try {
            assertEquals(1, run("predict", network.toString(), "-", "--frames", "28x28"));
        } finally {
            System.setIn(before);
        }
        List<String> objects = out.toString().lines().toList();
        assertEquals(2, objects.size());
        assertEquals(2, new JsonMapper().readTree(objects.get(1)).get("sample").asInt());
        assertTrue(
                err.toString()
                        .contains("'-' ends in frame 3, after 3135 of 3136 bytes; give whole frames of 28×28 pixels"),
                err::toString);
        // Another shape of as many bytes is scaled.
        out.getBuffer().setLength(0);
        assertEquals(0, run("predict", network.toString(), raw.toString(), "--frames", "56x14"), err::toString);
        assertEquals(3, out.toString().lines().count());
    }

    @Test
    void aNetworkBecomesAPageAndARowOfNumbersDoesNot() throws Exception {
        demandGpu();
        Path network = train("page.texon", 1);
        Path page = folder.resolve("page.html");
        out.getBuffer().setLength(0);
        assertEquals(0, run("export", network.toString(), "--out", page.toString(), "--title", "Bands"), err::toString);
        assertTrue(
                Pattern.compile("Page: .*page\\.html \\([0-9]+ KB, parameters float16, compares itself with ")
                        .matcher(out.toString())
                        .find(),
                out::toString);
        byte[] before = Files.readAllBytes(network);
        assertEquals(2, run("export", network.toString(), "--out", network.toString()));
        assertArrayEquals(before, Files.readAllBytes(network));
        String text = Files.readString(page);
        assertTrue(text.contains("<title>Bands</title>"));
        // The goal of docs/web.md for a network of this size.
        assertTrue(Files.size(page) < 350_000, () -> "the page has " + text.length() + " bytes");
        Path rows = csv("flat.csv", "x,class", "1,a", "2,b", "3,a", "4,b");
        Path flat = folder.resolve("flat.texon");
        assertEquals(
                0, run("train", "--data", rows.toString(), "--epochs", "1", "--save", flat.toString()), err::toString);
        assertEquals(
                1,
                run(
                        "export",
                        flat.toString(),
                        "--out",
                        folder.resolve("flat.html").toString()));
        assertTrue(
                err.toString().contains("cannot be exported: The network takes samples of 1, and a page"),
                err::toString);
        assertFalse(Files.exists(folder.resolve("flat.html")));
        // Other pages may give it numbers.
        Path module = folder.resolve("modules/flat");
        out.getBuffer().setLength(0);
        assertEquals(0, run("export", flat.toString(), "--module", module.toString()), err::toString);
        assertTrue(out.toString().startsWith("Module: " + module + " ("), out::toString);
        assertTrue(Files.readString(module.resolve("README.md")).contains("- Input: 1 number\n"), "its README");
        Path app = folder.resolve("app");
        out.getBuffer().setLength(0);
        assertEquals(
                0,
                run("export", network.toString(), "--app", app.toString(), "--module", module.toString()),
                err::toString);
        assertEquals(2, out.toString().lines().count(), out::toString);
        assertTrue(Files.exists(app.resolve("sw.js")));
        assertEquals(2, run("export", network.toString(), "--app", module.toString()));
    }

    @Test
    void manyClassesForFewSamplesAndRareOnesAreSaid() throws Exception {
        demandGpu();
        List<String> rows = new ArrayList<>(List.of("x,class"));
        for (int i = 0; i < 30; i++) {
            rows.add(i + ".5,c" + i % 28);
        }
        Path many = csv("many.csv", rows.toArray(new String[0]));
        assertEquals(0, run("train", "--data", many.toString(), "--epochs", "1"), err::toString);
        assertTrue(err.toString().contains("There are 28 classes for 25 samples; are these classes"), err::toString);
        err.getBuffer().setLength(0);
        rows.replaceAll(row -> row.replaceAll("c[0-9]+", "often"));
        rows.set(5, "9.5,rare");
        Path weighted = folder.resolve("weighted.texon");
        Path rare = csv("rare.csv", rows.toArray(new String[0]));
        assertEquals(
                0,
                run(
                        "train",
                        "--data",
                        rare.toString(),
                        "--epochs",
                        "1",
                        "--class-weights",
                        "balanced",
                        "--save",
                        weighted.toString()),
                err::toString);
        assertEquals(
                ClassWeights.BALANCED,
                NetworkFile.read(weighted).training().orElseThrow().options().classWeights());
        assertEquals(0, run("train", "--data", rare.toString(), "--epochs", "1"), err::toString);
        assertTrue(err.toString().contains("1 class has at most 1 training sample, such as 'rare'"), err::toString);
    }

    @Test
    void aTrainingStartsFromASavedNetwork() throws Exception {
        demandGpu();
        Path file = train("first.texon", 1);
        out.getBuffer().setLength(0);
        String[] from = {
            "train", "--data", data.toString(), "--epochs", "1", "--from", file.toString(), "--optimizer", "sgd"
        };
        assertEquals(0, run(from), err::toString);
        assertTrue(out.toString().contains("Starting from " + file + " with all its layers"), out::toString);
        // As the first training left it, and better than nothing at once.
        assertTrue(out.toString().contains("Judged by the data set's own 100 test samples"), out::toString);
    }

    @Test
    void aCosineThatIsOverIsNotStretched() throws Exception {
        demandGpu();
        Path file = train("cosine.texon", 1, "--schedule", "cosine");
        assertEquals(2, run("train", "--data", data.toString(), "--resume", file.toString(), "--epochs", "3"));
        assertTrue(
                err.toString().contains("comes to the learning rate 0 after 1 epochs, and --epochs is 3"),
                err::toString);
    }

    /** Prices of houses, in hundreds of thousands, of areas in thousands. */
    @Test
    void columnsInAnyUnitsAreScaledAndPredictionsComeBackInTheirs() throws Exception {
        demandGpu();
        List<String> rows = new ArrayList<>(List.of("area,rooms,price"));
        for (int i = 0; i < 120; i++) {
            rows.add(1000 + 97 * i % 4000 + "," + i % 5 + "," + (50_000 + 100 * (97 * i % 4000) + 20_000 * (i % 5)));
        }
        Path houses = csv("houses.csv", rows.toArray(new String[0]));
        Path file = folder.resolve("houses.texon");
        String[] training = {
            "train",
            "--data",
            houses.toString(),
            "--targets",
            "1",
            "--optimizer",
            "adam",
            "--learning-rate",
            "0.01",
            "--epochs",
            "60",
            "--save",
            file.toString()
        };
        assertEquals(0, run(training), err::toString);
        assertTrue(
                out.toString()
                        .contains("Scaled to mean 0 and deviation 1: 2 inputs and 1 target (--scale none leaves them as"
                                + " they are)"),
                out::toString);
        Matcher result = Pattern.compile("Trained 60 epochs .* MAE ([0-9.e+]+), R2 (0\\.9[0-9]+)")
                .matcher(out.toString());
        assertTrue(result.find(), out::toString);
        // In the unit of prices: far above 1, and far below what prices differ by.
        double error = Double.parseDouble(result.group(1));
        assertTrue(error > 100 && error < 20_000, out::toString);
        out.getBuffer().setLength(0);
        assertEquals(2, run("train", "--data", houses.toString(), "--targets", "1", "--class-weights", "balanced"));
        assertTrue(
                err.toString().contains("--class-weights is for classes, and the targets are numbers"), err::toString);
        Path asked = csv("asked.csv", "area,rooms", "2000,3");
        assertEquals(0, run("predict", file.toString(), asked.toString(), "--csv"), err::toString);
        String[] line = out.toString().lines().skip(1).findFirst().orElseThrow().split(",", -1);
        // 50,000 + 100 * 1000 + 20,000 * 3.
        assertEquals(210_000, Double.parseDouble(line[2]), 20_000);
        out.getBuffer().setLength(0);
        assertEquals(0, run("evaluate", file.toString(), "--data", houses.toString()), err::toString);
        assertTrue(out.toString().contains(", MAE " + result.group(1) + ", R2 " + result.group(2)), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(
                0,
                run("train", "--data", houses.toString(), "--resume", file.toString(), "--epochs", "61"),
                err::toString);
        assertTrue(out.toString().contains("2 inputs and 1 target"), out::toString);
        assertTrue(out.toString().contains(" R2 0.9"), out::toString);
    }

    @Test
    void aTrainingThatDivergesFailsAndTheLastCheckpointStays() throws Exception {
        demandGpu();
        List<String> rows = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 64; i++) {
            rows.add(i * 1000 + "," + i * 5000);
        }
        Path unscaled = csv("unscaled.csv", rows.toArray(new String[0]));
        Path file = folder.resolve("diverging.texon");
        assertEquals(
                1,
                run(
                        "train",
                        "--data",
                        unscaled.toString(),
                        "--targets",
                        "1",
                        "--optimizer",
                        "sgd",
                        "--scale",
                        "none",
                        "--epochs",
                        "20",
                        "--save",
                        file.toString()));
        assertTrue(
                Pattern.compile(
                                "texon: Training diverges before step [0-9]+: .*values are as large as 6.30e\\+04 and targets"
                                        + " as 3.15e\\+05: scale both")
                        .matcher(err.toString())
                        .find(),
                err::toString);
        assertTrue(
                out.toString()
                        .contains("'" + file
                                + "' holds the last state before; start from it with other options by --from."),
                out::toString);
        for (FloatBuffer numbers : NetworkFile.read(file).parameters()) {
            while (numbers.hasRemaining()) {
                assertTrue(Float.isFinite(numbers.get()), "a parameter of the checkpoint");
            }
        }
    }
}

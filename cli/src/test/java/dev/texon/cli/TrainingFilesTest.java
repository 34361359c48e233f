package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import dev.texon.networks.file.NetworkFile;
import dev.texon.testing.Absence;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When states are written. */
class TrainingFilesTest {
    private static final Network NETWORK = Network.input(2).dense(2);
    private static final Dataset DATA = Datasets.of(
            Shape.flat(2),
            new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {0, 2}},
            new int[] {0, 1, 1, 0, 1, 1},
            List.of("even", "odd"));

    private final Terminal terminal =
            new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
    private final Path file;

    TrainingFilesTest(@TempDir Path folder) {
        file = folder.resolve("n.texon");
    }

    private static GpuDevice device() {
        try {
            return Gpu.open();
        } catch (GpuUnavailableException e) {
            throw Absence.ofAnything(String.valueOf(e.getMessage()));
        }
    }

    private static Training training(GpuDevice gpu) throws IOException {
        return Training.start(
                gpu, NETWORK, DATA, TrainingOptions.builder().batch(1).build());
    }

    private Snapshot.TrainingState written() throws IOException {
        return NetworkFile.read(file).training().orElseThrow();
    }

    @Test
    void aStateIsWrittenWithinAnEpochWhenItIsDueAndNotBefore() throws IOException {
        try (GpuDevice gpu = device();
                Training training = training(gpu)) {
            training.step();
            training.step();
            try (TrainingFiles files = TrainingFiles.open(terminal, file, null, false, 60)) {
                files.reported(training);
                assertFalse(Files.exists(file));
            }
            try (TrainingFiles files = TrainingFiles.open(terminal, file, null, false, 1e-12)) {
                files.reported(training);
                assertEquals(2, written().step());
            }
        }
    }

    @Test
    void aStateThatWaitsIsWrittenWhenTrainingFails() throws IOException {
        try (GpuDevice gpu = device();
                Training training = training(gpu);
                Interruption interruption = Interruption.watch(terminal.err())) {
            IOException broken = new IOException("the validation samples cannot be read");
            try (TrainingFiles files = TrainingFiles.open(terminal, file, null, false, 60)) {
                files.begin(training, null, true);
                TrainingRun run = new TrainingRun(terminal, training, broken(broken), 2, 0, files, interruption);
                assertSame(broken, assertThrows(IOException.class, run::run));
            }
            assertEquals(1, written().epoch());
            assertEquals(0, written().step());
        }
    }

    private static Dataset broken(IOException problem) {
        return new Dataset() {
            @Override
            public Shape shape() {
                return DATA.shape();
            }

            @Override
            public int size() {
                return 1;
            }

            @Override
            public ElementType elementType() {
                return ElementType.FLOAT;
            }

            @Override
            public void sample(int index, ByteBuffer into) throws IOException {
                throw problem;
            }

            @Override
            public List<String> classes() {
                return DATA.classes();
            }

            @Override
            public int label(int index) {
                return 0;
            }
        };
    }

    @Test
    void aLogThatIsMovedOrCutOffGoesOnWithWholeLines() throws IOException {
        Path log = file.resolveSibling("log.csv");
        GrowingFile growing = new GrowingFile(log, List.of("head"));
        growing.begin(List.of("1", "2"));
        growing.add("3");
        growing.write();
        assertEquals(List.of("head", "1", "2", "3"), growing.lines());
        Files.delete(log);
        growing.add("4");
        growing.write();
        assertEquals(List.of("head", "4"), growing.lines());
        Files.writeString(log, "head\n");
        growing.add("5");
        growing.write();
        assertEquals(List.of("head", "5"), growing.lines());
        Files.createDirectory(file.resolveSibling("folder"));
        GrowingFile broken = new GrowingFile(file.resolveSibling("folder"), List.of());
        broken.add("6");
        assertThrows(IOException.class, broken::write);
    }

    @Test
    void anotherTrainingsBestStateIsNotWrittenOver() throws IOException {
        Path best = Files.writeString(file.resolveSibling("n-best.texon"), "hours of work");
        assertTrue(String.valueOf(
                        assertThrows(RuntimeException.class, () -> TrainingFiles.open(terminal, file, null, false, 10))
                                .getMessage())
                .startsWith("'" + best + "' is there already;"));
    }
}

package dev.texon.gpu.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the guard is a Unix shell; Windows has a shutdown hook instead")
final class GuardedProcessTest {
    private static final String PREFIX = "texon-guard-test-";
    /** Two processes, which say their pids: the program itself and a child of it. */
    private static final List<String> FAMILY = List.of("sh", "-c", "sleep 1000 & echo $$ $!; wait");

    /** Starts a family, says its pids and its folder, and waits to be killed. */
    static final class Child {
        public static void main(String[] arguments) throws Exception {
            Path folder = GuardedProcess.createPrivateFolder(PREFIX);
            GuardedProcess family = GuardedProcess.start(FAMILY, folder, Map.of());
            System.out.println(firstLine(family) + " " + folder);
            Thread.sleep(100_000);
        }
    }

    @Test
    void programAndFolderDieWithAKilledJvm() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader reader = jvm.inputReader()) {
            String[] said = reader.readLine().split(" ", 3);
            Path folder = Path.of(said[2]);
            assertTrue(isRunning(said[0]) && isRunning(said[1]), "the family runs");
            assertTrue(Files.isDirectory(folder), "the folder is there");
            jvm.destroyForcibly();
            assertSoon("no process is left", () -> !isRunning(said[0]) && !isRunning(said[1]));
            assertSoon("no folder is left", () -> Files.notExists(folder));
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void closeLeavesNothing() throws Exception {
        Path folder = GuardedProcess.createPrivateFolder(PREFIX);
        Files.createDirectories(folder.resolve("a/b"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        GuardedProcess family = GuardedProcess.start(FAMILY, folder, Map.of());
        String[] pids = firstLine(family).split(" ", 2);
        assertTrue(family.isAlive());
        assertEquals(OptionalInt.empty(), family.exitCode());
        family.close();
        assertFalse(isRunning(pids[0]) || isRunning(pids[1]), "no process is left");
        assertFalse(family.isAlive());
        assertTrue(Files.notExists(folder), "no folder is left");
        family.close();
    }

    @Test
    void aProgramThatIgnoresTheTermSignalIsKilled() throws Exception {
        Path folder = GuardedProcess.createPrivateFolder(PREFIX);
        List<String> stubborn = List.of("sh", "-c", "trap '' TERM; echo $$; while :; do sleep 1; done");
        GuardedProcess program = GuardedProcess.start(stubborn, folder, Map.of());
        String pid = firstLine(program);
        program.close();
        assertFalse(isRunning(pid));
        assertTrue(Files.notExists(folder));
    }

    @Test
    void aProgramThatEndsByItselfIsNoticedAndItsChildrenEnd() throws Exception {
        Path folder = GuardedProcess.createPrivateFolder(PREFIX);
        List<String> command = List.of("sh", "-c", "sleep 1000 & echo $! $WORD; echo alas >&2; exit 7");
        try (GuardedProcess program = GuardedProcess.start(command, folder, Map.of("WORD", "hello"))) {
            String[] said = firstLine(program).split(" ", 2);
            assertEquals("hello", said[1]);
            assertEquals(7, program.onExit().get(5, TimeUnit.SECONDS));
            assertEquals(OptionalInt.of(7), program.exitCode());
            assertEquals("alas", program.lastWords());
            assertFalse(isRunning(said[0]), "no child is left");
            assertTrue(Files.notExists(folder), "no folder is left");
        }
    }

    @Test
    void aMissingProgramSaysSo() throws Exception {
        Path folder = GuardedProcess.createPrivateFolder(PREFIX);
        try (GuardedProcess program = GuardedProcess.start(List.of("/no/such/program"), folder, Map.of())) {
            assertEquals(127, program.onExit().get(5, TimeUnit.SECONDS));
            assertTrue(program.lastWords().contains("/no/such/program"), program.lastWords());
        }
    }

    @Test
    void foldersOfDeadOwnersAreSwept() throws Exception {
        String prefix = "texon-sweep-test-";
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path stale = Files.createTempDirectory(prefix);
        Files.writeString(stale.resolve("owner"), dead.pid() + " 0");
        Path reused = Files.createTempDirectory(prefix);
        Files.writeString(reused.resolve("owner"), ProcessHandle.current().pid() + " 0");
        Path young = Files.createTempDirectory(prefix);
        Path live = GuardedProcess.createPrivateFolder(prefix);
        boolean[] left = {Files.exists(stale), Files.exists(reused), Files.exists(young), Files.exists(live)};
        for (Path folder : List.of(stale, reused, young, live)) {
            new PrivateFolder(folder).remove();
        }
        assertArrayEquals(new boolean[] {false, false, true, true}, left);
        assertTrue(Files.notExists(live), "the folder is removed");
    }

    private static String firstLine(GuardedProcess program) throws IOException {
        return new BufferedReader(new InputStreamReader(program.output(), UTF_8)).readLine();
    }

    /** A zombie does not run: it waits for an init process to take notice. */
    private static boolean isRunning(String pid) {
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return Files.notExists(Path.of("/proc"));
        }
    }

    private static void assertSoon(String what, BooleanSupplier condition) throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(5));
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(limit), what + " within 5 s");
            Thread.sleep(20);
        }
    }
}

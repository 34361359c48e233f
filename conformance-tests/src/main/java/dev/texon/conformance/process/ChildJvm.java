package dev.texon.conformance.process;

import dev.texon.conformance.ExtraClassPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A child process at work on one job. It ends when closed, and with this process, however this one ends. */
final class ChildJvm implements AutoCloseable {
    private static final int KEPT_LINES = 30;
    private static final List<String> INHERITED_FLAGS =
            List.of("-D", "-ea", "-da", "--enable-native-access", "--sun-misc-unsafe", "--add-");

    private final Process process;
    private final Path crashFile;
    private final Thread hook;
    private final Deque<String> log = new ArrayDeque<>();
    private final LinkedBlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();

    /**
     * @param main the child's main class
     * @param display value of DISPLAY in the child; null: as it is here
     */
    static ChildJvm start(Job job, Class<?> main, @Nullable String display) throws IOException, InterruptedException {
        return new ChildJvm(job, main, display);
    }

    private ChildJvm(Job job, Class<?> main, @Nullable String display) throws IOException, InterruptedException {
        // A crashing JVM writes a long file; its first lines come on the standard output, too, and they are enough.
        crashFile = Path.of(System.getProperty("java.io.tmpdir"), "texon-crash-" + UUID.randomUUID() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command(main, crashFile));
        if (display != null) {
            builder.environment().put("DISPLAY", display);
        }
        process = builder.start();
        hook = new Thread(this::end, "texon-end-child-" + process.pid());
        addHook();
        Thread output = read(process.getInputStream(), this::outputLine);
        Thread errors = read(process.getErrorStream(), this::keep);
        daemon("texon-child-end", () -> awaitEnd(output, errors));
        try {
            OutputStream in = process.getOutputStream();
            in.write((Wire.encode(job) + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            keep("(the job could not be sent: " + e.getMessage() + ")");
        }
    }

    private void addHook() throws InterruptedException {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending, and its other children with it; that must not look like a crash of theirs.
            process.destroyForcibly();
            Thread.currentThread().join();
        }
    }

    /**
     * This JVM again, smaller: its class path and the extra one, its system properties of Texon, and its flags about native access,
     * modules and assertions.
     */
    private static List<String> command(Class<?> main, Path crashFile) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> INHERITED_FLAGS.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("texon."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + crashFile,
                "-Djava.awt.headless=true",
                "-cp",
                ExtraClassPath.behind(System.getProperty("java.class.path")),
                main.getName()));
        return command;
    }

    /**
     * The next event; empty when the process has ended or the time is over.
     *
     * @param deadline as {@link System#nanoTime}
     */
    Optional<Event> next(long deadline) throws InterruptedException {
        Optional<Event> event = events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        return event == null ? Optional.empty() : event;
    }

    /** How the process ended, and the last lines that it wrote. */
    String lastWords() {
        String end = process.isAlive() ? "Its process still runs" : exit(process.exitValue());
        synchronized (log) {
            return end + (log.isEmpty() ? ", without a word." : ". Its last lines:\n  " + String.join("\n  ", log));
        }
    }

    private static String exit(int status) {
        Map<Integer, String> signals =
                Map.of(4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");
        if (status == Child.LOST_DEVICE) {
            return "Its process ended because the device was lost";
        }
        String signal = status > 128 ? signals.getOrDefault(status - 128, "signal " + (status - 128)) : "";
        return "Its process ended with exit status " + status + (signal.isEmpty() ? "" : " (" + signal + ")");
    }

    /** Ends the process and waits for it; closing twice is fine. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown has begun, and runs the hook itself.
        }
    }

    private void end() {
        boolean interrupted = false;
        try {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // It has ended already.
            }
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        try {
            Files.deleteIfExists(crashFile);
        } catch (IOException e) {
            keep("(" + crashFile + " cannot be removed: " + e.getMessage() + ")");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd(Thread output, Thread errors) {
        try {
            process.waitFor();
            // What the child wrote last is still in the pipes, and a grandchild may hold them open for ever.
            output.join(1000);
            errors.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.add(Optional.empty());
    }

    private void outputLine(String line) {
        Optional<Event> event = Wire.decodeEvent(line);
        if (event.isPresent()) {
            events.add(event);
        } else {
            keep(line);
        }
    }

    private void keep(String line) {
        if (line.isBlank() || line.strip().equals("#") || line.contains(crashFile.toString())) {
            return;
        }
        synchronized (log) {
            if (log.size() == KEPT_LINES) {
                log.removeFirst();
            }
            log.addLast(line.length() > 300 ? line.substring(0, 300) + "…" : line);
        }
    }

    private static Thread read(InputStream stream, Consumer<String> line) {
        return daemon("texon-child-output", () -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().forEach(line);
            } catch (IOException | UncheckedIOException e) {
                // The process has ended in mid-line; its exit status says so.
            }
        });
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}

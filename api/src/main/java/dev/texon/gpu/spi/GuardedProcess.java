package dev.texon.gpu.spi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A helper program (a browser, an X server) that does not outlive this JVM, and whose private folder goes with it.
 *
 * <p>On Unix a small shell stands between the two and waits for the end of a pipe from this JVM, which the kernel closes however
 * the JVM ends, {@code kill -9} included. It then ends the program with all of its process group, and removes the folder. The
 * guard has a session of its own where {@code setsid} exists, so that a signal to the JVM's group reaches neither.
 *
 * <p>On Windows the program is started directly and a shutdown hook ends it: a JVM that is terminated from outside (Task
 * Manager, {@code taskkill /F}) leaves the program running until it notices by itself, and its folder until the next
 * {@link #createPrivateFolder} with the same prefix.
 */
public final class GuardedProcess implements AutoCloseable {
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final int KEPT_LINES = 40;
    private static final int KEPT_CHARACTERS = 500;

    /** Gives the guard a session of its own. Arguments: the guard, then the guard's. */
    private static final String START = """
            guard=$1; shift
            if command -v setsid >/dev/null 2>&1; then exec setsid sh -c "$guard" texon-guard "$@"; fi
            exec sh -c "$guard" texon-guard "$@"
            """;

    /** Arguments: the folder, then the program and its arguments. */
    private static final String GUARD = """
            trap '' INT HUP
            trap : TERM
            folder=$1; shift
            exec 3<&0 </dev/null
            if command -v setsid >/dev/null 2>&1; then
              setsid "$@" 3<&- &
            else
              set -m 2>/dev/null
              "$@" 3<&- &
            fi
            program=$!
            # False if only zombies are left of the group, which an init process reaps late or never.
            lives() {
              if [ ! -r /proc/self/stat ]; then return 0; fi
              for file in /proc/[0-9]*/stat; do
                { read -r line <"$file"; } 2>/dev/null || continue
                set -- ${line##*) }
                if [ "$3" = $program ] && [ "$1" != Z ]; then return 0; fi
              done
              return 1
            }
            # Signals again and again, since a signal just before 'wait' would not end it.
            (while read -r _ <&3; do :; done; while kill -s TERM $$; do sleep 1; done) >/dev/null 2>&1 &
            reader=$!
            wait $program
            status=$?
            trap '' TERM
            signal=TERM
            tries=0
            while kill -s $signal -- -$program 2>/dev/null || kill -s $signal $program 2>/dev/null; do
              tries=$((tries + 1))
              if ! lives; then break; fi
              if [ $tries -ge 15 ]; then signal=KILL; fi
              if [ $tries -ge 30 ]; then break; fi
              sleep 0.1 2>/dev/null || sleep 1
            done
            tries=0
            while rm -rf -- "$folder" 2>/dev/null; [ -e "$folder" ] && [ $tries -lt 10 ]; do
              tries=$((tries + 1))
              sleep 0.1 2>/dev/null || sleep 1
            done
            kill -s KILL $reader 2>/dev/null
            exit $status
            """;

    /** Where this JVM must end them itself. */
    private static final Set<GuardedProcess> RUNNING = ConcurrentHashMap.newKeySet();

    private static final long LAST_WORDS_MILLISECONDS = 1000;

    private final Process process;
    private final PrivateFolder folder;
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();
    private final Thread listener;

    private GuardedProcess(Process process, PrivateFolder folder) {
        this.process = process;
        this.folder = folder;
        listener = new Thread(this::listen, "texon-listener-" + process.pid());
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts a program.
     *
     * @param command the program and its arguments; a program that cannot be started shows as exit code 126 or 127 on Unix
     * @param privateFolder made by {@link #createPrivateFolder}; removed when the program has ended, also if starting fails
     * @param environment added to this JVM's environment
     * @return the program, running
     * @throws IOException if no process can be started
     */
    public static GuardedProcess start(List<String> command, Path privateFolder, Map<String, String> environment)
            throws IOException {
        PrivateFolder folder = new PrivateFolder(privateFolder);
        List<String> line = new ArrayList<>();
        if (!WINDOWS) {
            line.addAll(Arrays.asList("sh", "-c", START, "texon-guard", GUARD, privateFolder.toString()));
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        try {
            GuardedProcess started = new GuardedProcess(builder.start(), folder);
            if (WINDOWS) {
                started.endWithJvm();
            }
            return started;
        } catch (IOException e) {
            folder.remove();
            throw e;
        }
    }

    /** Where no guard does it: ends the program when this JVM ends, by one hook for all programs. */
    private void endWithJvm() throws IOException {
        RUNNING.add(this);
        try {
            Hook.set();
        } catch (IllegalStateException e) {
            close();
            throw new IOException("this JVM is shutting down", e);
        }
    }

    private static final class Hook {
        private static boolean isSet;

        static synchronized void set() {
            if (!isSet) {
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(() -> List.copyOf(RUNNING).forEach(GuardedProcess::end), "texon-end"));
                isSet = true;
            }
        }
    }

    /**
     * Makes an empty folder in {@code java.io.tmpdir} that only this user can read (mode 700 on Unix). Folders of the same prefix
     * whose JVM has ended are removed first.
     *
     * @param prefix the beginning of the folder's name, for example {@code texon-webgl-}
     * @return the folder
     * @throws IOException if it cannot be made
     */
    public static Path createPrivateFolder(String prefix) throws IOException {
        return PrivateFolder.create(prefix);
    }

    /** {@return what the program writes to its standard output} */
    public InputStream output() {
        return process.getInputStream();
    }

    /**
     * {@return the last lines that the program wrote to its standard error; empty if there are none. Of one that has ended, all
     * that it wrote}
     */
    public String lastWords() {
        if (!process.isAlive()) {
            // Its end may be known before its last line has been read; a
            // child that still runs may keep the stream open.
            try {
                listener.join(LAST_WORDS_MILLISECONDS);
            } catch (InterruptedException e) {
                // What has been read by now has to do.
                Thread.currentThread().interrupt();
            }
        }
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    /** {@return whether the program runs, or is being ended} */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@return completes with the exit code when the program has ended; on Unix its descendants and its folder are gone then} */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** {@return the program's exit code, as a shell gives it (128 + n after signal n); empty while it runs} */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Ends the program and its descendants, waits for at most 5 s, and removes the folder. Throws nothing; closing twice is fine. */
    @Override
    public void close() {
        RUNNING.remove(this);
        Uninterrupted.run(this::end);
    }

    private void end() {
        List<ProcessHandle> descendants = process.descendants().toList();
        try {
            if (WINDOWS) {
                process.destroy();
            } else {
                process.getOutputStream().close();
            }
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            listener.join(100);
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        folder.remove();
    }

    private void listen() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), Charset.defaultCharset()))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line.length() > KEPT_CHARACTERS ? line.substring(0, KEPT_CHARACTERS) : line);
            }
        } catch (IOException | UncheckedIOException e) {
            keep("(its standard error cannot be read: " + e.getMessage() + ")");
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            if (lastLines.size() == KEPT_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
    }
}

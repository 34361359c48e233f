package dev.texon.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * Gives a parser damaged and hostile files. It may read one, or throw an {@link IOException} whose message is one line, names the file
 * (or one beside it, of a data set of several) and ends as a sentence does; everything else fails the test, which leaves the file in {@code target/fuzz}. The system property {@value
 * #PROPERTY} says how many files each parser gets.
 */
public final class Fuzz {
    /** Files for each parser; what came of them is printed then. */
    public static final String PROPERTY = "texon.fuzz";

    private static final int LONGEST_MESSAGE = 20_000;

    /** Reads all that a file holds. */
    @FunctionalInterface
    public interface Parser {
        /** @throws IOException if the file is damaged */
        void read(Path file) throws IOException;
    }

    /** Makes a file of mutated bytes, for example by putting a right checksum behind them. */
    @FunctionalInterface
    public interface Container {
        /** The bytes of the file. */
        byte[] around(byte[] bytes) throws IOException;
    }

    private Fuzz() {}

    /**
     * Mutates whole files.
     *
     * @param name of the parser, for messages
     * @param file where they are written
     * @param usual how many without the system property
     * @param good files that the parser reads
     */
    public static void files(String name, Path file, int usual, List<byte[]> good, Parser parser) throws IOException {
        parts(name, file, usual, good, bytes -> bytes, parser);
    }

    /**
     * Mutates what a container holds.
     *
     * @param good contents for the container, of which it makes files that the parser reads
     * @see #files
     */
    public static void parts(String name, Path file, int usual, List<byte[]> good, Container container, Parser parser)
            throws IOException {
        for (byte[] bytes : good) {
            Files.write(file, container.around(bytes));
            parser.read(file);
        }
        Mutations mutations = new Mutations(good);
        int inputs = Integer.getInteger(PROPERTY, usual);
        int read = 0;
        int slowest = 0;
        long longest = 0;
        for (int i = 0; i < inputs; i++) {
            byte[] bytes = container.around(mutations.make(i));
            Files.write(file, bytes);
            long start = System.nanoTime();
            try {
                parser.read(file);
                read++;
            } catch (IOException e) {
                String fault = fault(e.getMessage(), file);
                if (!fault.isEmpty()) {
                    throw failure(name, i, bytes, fault, e);
                }
            } catch (RuntimeException | Error e) {
                throw failure(name, i, bytes, "it is none of the exceptions that the parser may throw", e);
            }
            long time = System.nanoTime() - start;
            if (time > longest) {
                longest = time;
                slowest = i;
            }
        }
        if (System.getProperty(PROPERTY) != null) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d files, %d of them read, the others refused; the slowest was number %d with %.0f ms%n",
                    name,
                    inputs,
                    read,
                    slowest,
                    longest / 1e6);
        }
    }

    /** What is wrong with a message; empty if nothing is. */
    static String fault(@Nullable String message, Path file) {
        if (message == null) {
            return "there is no message";
        } else if (!message.contains(String.valueOf(file.getFileName()))
                && !message.contains(String.valueOf(file.getParent()))) {
            return "the message does not name the file";
        } else if (!message.endsWith(".") || message.contains("\n")) {
            return "the message is not one sentence";
        } else if (message.contains("Exception") || message.contains("java.")) {
            return "the message names classes of Java";
        }
        return message.length() <= LONGEST_MESSAGE ? "" : "the message has " + message.length() + " characters";
    }

    private static AssertionError failure(String name, int number, byte[] bytes, String fault, Throwable e)
            throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        Path kept = Files.write(folder.resolve(name.replace(' ', '-') + "-" + number), bytes);
        return Assertions.<AssertionError>fail(
                name + ", file number " + number + " (kept as " + kept + "): " + fault + ": " + e, e);
    }
}

package dev.texon.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where the commands write. What they quote from files, drivers and browsers cannot steer it: see {@link PlainWriter}.
 *
 * @param out results
 * @param err progress and complaints
 * @param interactive a person looks on while the command runs
 * @param colour escape sequences may be written
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {
    Terminal {
        out = PlainWriter.over(out, colour);
        err = PlainWriter.over(err, colour);
    }

    /** Says what went wrong, as the last thing or as one of many. */
    void complain(String message) {
        err.println("texon: " + PlainText.message(message));
    }

    /** The process's own; no colour if the environment sets NO_COLOR (no-color.org) or the terminal is dumb. */
    static Terminal system() {
        boolean interactive = isTerminal(System.console());
        String noColour = System.getenv("NO_COLOR");
        boolean colour =
                interactive && (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(writer(FileDescriptor.out), writer(FileDescriptor.err), interactive, colour);
    }

    /** Up to Java 21 there is a console only on a terminal; later it has to be asked. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}

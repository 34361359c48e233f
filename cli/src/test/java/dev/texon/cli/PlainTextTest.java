package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class PlainTextTest {
    private final StringWriter out = new StringWriter();

    private String written(boolean colour, String text) {
        out.getBuffer().setLength(0);
        PrintWriter writer = PlainWriter.over(new PrintWriter(out), colour);
        writer.print(text);
        writer.flush();
        return out.toString();
    }

    @Test
    void whatSteersATerminalIsShown() {
        assertEquals("\uFFFD[2Jcat\uFFFD", PlainText.value("\u001B[2Jcat\u0007"));
        assertEquals("a\uFFFDb\uFFFDc\uFFFDd", PlainText.value("a\nb\rc\td"));
        assertEquals("\uFFFD\uFFFD", PlainText.value("\u009B\u007F"));
    }

    @Test
    void whatIsNotSeenIsShown() {
        for (String hidden : new String[] {
            "\u202E", "\u2066", "\u200B", "\u200F", "\uFEFF", "\u00AD", "\u2028", "\uD83D", "\uDB40\uDC41"
        }) {
            assertEquals("a\uFFFDb", PlainText.value("a" + hidden + "b"));
        }
        assertEquals("cat\uFFFD", PlainText.value("cat\u200D"));
    }

    @Test
    void textsOfAllScriptsStay() {
        for (String text : new String[] {
            "Größe", "鞋", "حذاء", "می\u200Cخواهم", "क्\u200Dष", "👩\u200D🔬", "❤\uFE0F", "naïve", "T-shirt/top"
        }) {
            assertEquals(text, PlainText.value(text));
            assertEquals(text, PlainText.name(text));
        }
    }

    @Test
    void longNamesLoseTheirMiddle() {
        String name = PlainText.name("a".repeat(1000) + "z".repeat(1000));
        assertEquals(60, name.length());
        assertTrue(name.matches("a+…z+"), name);
        assertEquals(60, PlainText.name("👟".repeat(100)).codePoints().count());
        assertEquals("a".repeat(60), PlainText.name("a".repeat(60)));
    }

    @Test
    void linesOfAMessageAreIndentedAndCutInTheMiddle() {
        String message = PlainText.message(
                        "It fails:\n  one\ntexon: all is well\r\u001B[A\n" + "x".repeat(9000) + ".\n")
                .replace(System.lineSeparator(), "\n");
        assertTrue(message.startsWith("It fails:\n  one\n  texon: all is well\n  \uFFFD[A\n  xxx"), message);
        assertTrue(message.endsWith("x."), message);
        assertTrue(message.contains("x…x"), message);
        assertTrue(message.length() < 700, message);
    }

    @Test
    void aTerminalGetsPlainTextOnly() {
        assertEquals("a\tb\r\nc\n\uFFFDd\uFFFD[1me", written(false, "a\tb\r\nc\n\rd\u001B[1me"));
        assertEquals("\uFFFD]0;title\uFFFD", written(true, "\u001B]0;title\u0007"));
        assertEquals(
                "\u001B[1;31mFAIL\u001B[0m\uFFFD[2J\uFFFD[8m",
                written(true, "\u001B[1;31mFAIL\u001B[0m\u001B[2J\u001B[8m"));
        assertEquals("👟", written(true, "👟"));
    }
}

package dev.texon.cli;

import jakarta.inject.Inject;

/** Colours, where they may be used; what they say is always said in words as well. */
final class Style {
    private final boolean colour;

    @Inject
    Style(Terminal terminal) {
        colour = terminal.colour();
    }

    String bad(String text) {
        return paint(text, "1;31");
    }

    String good(String text) {
        return paint(text, "32");
    }

    String warning(String text) {
        return paint(text, "33");
    }

    String strong(String text) {
        return paint(text, "1");
    }

    private String paint(String text, String code) {
        return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}

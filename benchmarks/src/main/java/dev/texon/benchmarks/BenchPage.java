package dev.texon.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of a contender in the browser: its scripts are resources beside this class. */
final class BenchPage {
    private static final String GUEST = "guest.js";

    private BenchPage() {}

    /**
     * The page and its scripts by their names, {@code guest.js} at the end.
     *
     * @param head more of the page's HTML
     * @param scripts in this order; a module, which imports, is the last one
     */
    static Map<String, byte[]> files(String head, String... scripts) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (String script : scripts) {
            files.put(script, resource(script));
        }
        files.put(GUEST, resource(GUEST));
        String page = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Texon benchmarks</title>\n"
                + head + "\n"
                + Arrays.stream(scripts).map(BenchPage::element).collect(Collectors.joining())
                + element(GUEST) + "</html>\n";
        files.put("index.html", page.getBytes(StandardCharsets.US_ASCII));
        return files;
    }

    /** Of scripts that run one after another, when all of the page is there. */
    private static String element(String script) {
        String kind = script.equals("exported.js") ? "type=\"module\"" : "defer";
        return "<script " + kind + " src=\"" + script + "\"></script>\n";
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = BenchPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the resource " + name + " is missing beside " + BenchPage.class.getName());
            }
            return stream.readAllBytes();
        }
    }
}

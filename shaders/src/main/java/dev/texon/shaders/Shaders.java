package dev.texon.shaders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Shader sources of this jar, by name. */
public final class Shaders {
    private Shaders() {}

    /** What a dialect's shaders begin with: {@code "100"}, {@code "300es"} or {@code "330"}. */
    public static String prelude(String dialect) {
        return load("preludes/" + dialect + ".glsl");
    }

    /** Functions that kernels share, for example {@code "activations"}. */
    public static String functions(String name) {
        return load("functions/" + name + ".glsl");
    }

    /** The text of a file beside this class; empty if there is none. */
    static Optional<String> find(String path) {
        try (InputStream stream = Shaders.class.getResourceAsStream(path)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String load(String path) {
        return find(path)
                .orElseThrow(() -> new IllegalArgumentException("There is no shader source '" + path + "' beside "
                        + Shaders.class.getName() + "; look into its folder for the names that exist."));
    }
}

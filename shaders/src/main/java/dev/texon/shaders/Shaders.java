package dev.texon.shaders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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

    /** One kernel, for example {@code "copy"}; its first lines say what it reads and writes. */
    public static String kernel(String name) {
        return load("kernels/" + name + ".glsl");
    }

    static boolean exists(String path) {
        return Shaders.class.getResource(path) != null;
    }

    static String load(String path) {
        try (InputStream stream = Shaders.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no shader source '" + path + "' beside "
                        + Shaders.class.getName() + "; look into its folder for the names that exist.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

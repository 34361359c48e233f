package dev.texon.gpu;

import dev.texon.shaders.Expander;
import dev.texon.shaders.Expansion;
import dev.texon.shaders.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kernel and what it reads and writes. The source holds {@code void main()} in the portable dialect (docs/shaders.md); inputs,
 * uniforms, constants and outputs stand here and not in the source, so that one source compiles in every dialect.
 *
 * @param label names the program in every message
 * @param inputs textures that it reads
 * @param uniforms numbers that stay the same for all fragments of a pass
 * @param constants compile-time numbers, for loop bounds and array lengths
 * @param fetch how it fetches level 0
 * @param outputs names of the {@code vec4} outputs, 1 to 8, in the order of the render targets
 * @param functions shared functions that stand before the source; their lines are not the author's lines
 * @param source the kernel
 * @param lines where each line of the source is written; empty if the author wrote it as it is
 * @param precision default precision of floats
 */
public record ProgramDescriptor(
        String label,
        List<Input> inputs,
        List<Uniform> uniforms,
        List<Constant> constants,
        TexelFetch fetch,
        List<String> outputs,
        List<String> functions,
        String source,
        List<Expansion.Line> lines,
        Precision precision) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private static final Pattern LINE = Pattern.compile("^[ \\t]*#[ \\t]*(line|version)\\b.*$", Pattern.MULTILINE);

    private static final Pattern NO_WORD = Pattern.compile("\\W+");

    private static final Pattern SWIZZLE = Pattern.compile("[xyzw]{1,4}|[rgba]{1,4}|[stpq]{1,4}");

    /**
     * A texture that a program reads.
     *
     * @param name gives {@code fetch_name}, {@code sample_name} and {@code size_name} in the source
     * @param access by integer coordinate, or filtered
     */
    public record Input(String name, Access access) {}

    /** How a program reads an input. */
    public enum Access {
        /** {@code fetch_name(ivec2)}: one texel, exactly as stored, never filtered. */
        TEXELS,
        /** {@code sample_name(vec2)}: by normalised coordinate, with the texture's filter and wrap. */
        SAMPLED
    }

    /**
     * A uniform.
     *
     * @param count array length, or 0 for a plain uniform
     */
    public record Uniform(String name, UniformType type, int count) {
        /** Numbers in all elements. */
        public int components() {
            return type.components() * Math.max(1, count);
        }
    }

    /**
     * A compile-time number.
     *
     * @param value an {@code Integer} or a finite {@code Float}
     */
    public record Constant(String name, Number value) {
        /** @throws IllegalArgumentException if the value is no such number */
        public Constant {
            if (!(value instanceof Integer) && !(value instanceof Float number && Float.isFinite(number))) {
                throw new IllegalArgumentException(
                        "Constant '" + name + "' is " + value + "; give it an int or a finite float.");
            }
        }

        /** As every dialect reads it. */
        public String literal() {
            return value instanceof Float number ? String.format(Locale.ROOT, "%.9e", number) : value.toString();
        }
    }

    /** @throws IllegalArgumentException if a name is malformed, reserved or used twice, the source has #line or #version, or the outputs are not 1 to 8 */
    public ProgramDescriptor {
        inputs = List.copyOf(inputs);
        uniforms = List.copyOf(uniforms);
        constants = List.copyOf(constants);
        outputs = List.copyOf(outputs);
        functions = List.copyOf(functions);
        lines = List.copyOf(lines);
        Set<String> names = new HashSet<>();
        List<String> all = new ArrayList<>(outputs);
        inputs.forEach(input -> all.add(input.name()));
        uniforms.forEach(uniform -> all.add(uniform.name()));
        constants.forEach(constant -> all.add(constant.name()));
        for (String name : all) {
            if (!NAME.matcher(name).matches()
                    || name.contains("__")
                    || name.startsWith("gl_")
                    || name.startsWith("texon_")
                    || name.startsWith("webgl_")) {
                throw new IllegalArgumentException(
                        "Program '" + label + "' declares the name '" + name
                                + "'; names are letters, digits and single underscores, start with a letter and not with gl_, webgl_ or texon_.");
            }
            if (ReservedWords.contains(name)) {
                throw new IllegalArgumentException("Program '" + label + "' declares the name '" + name
                        + "', which some dialect of GLSL or the vocabulary of docs/shaders.md uses; choose another.");
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException("Program '" + label + "' declares the name '" + name + "' twice.");
            }
        }
        for (Input input : inputs) {
            for (String word : List.of("fetch_", "sample_", "size_")) {
                if (names.contains(word + input.name())) {
                    throw new IllegalArgumentException("Program '" + label + "' declares the name '" + word
                            + input.name() + "', which is a function of its input '" + input.name() + "'.");
                }
            }
        }
        for (Constant constant : constants) {
            if (SWIZZLE.matcher(constant.name()).matches()) {
                throw new IllegalArgumentException("Program '" + label + "' declares the constant '" + constant.name()
                        + "', which would replace swizzles of that name; give it a longer name.");
            }
            Pattern variable =
                    Pattern.compile("\\b(float|int|bool|[bi]?vec[234]|mat[234])\\s+" + constant.name() + "\\b");
            if (functions.stream().anyMatch(text -> variable.matcher(text).find())) {
                throw new IllegalArgumentException("Program '" + label + "' declares the constant '" + constant.name()
                        + "', which would replace a variable of that name in its shared functions; use capitals.");
            }
        }
        Matcher line = LINE.matcher(source);
        if (line.find()) {
            throw new IllegalArgumentException(
                    "Program '" + label + "' has '" + line.group().strip()
                            + "' in its source; Texon writes the version and counts the lines, leave it out.");
        }
        if (outputs.isEmpty() || outputs.size() > 8) {
            throw new IllegalArgumentException(
                    "Program '" + label + "' has " + outputs.size() + " outputs; a pass writes 1 to 8 render targets.");
        }
        for (Uniform uniform : uniforms) {
            if (uniform.count() < 0) {
                throw new IllegalArgumentException("Program '" + label + "' declares uniform '" + uniform.name()
                        + "' with array length " + uniform.count() + "; use 1 or more, or 0 for a plain uniform.");
            }
        }
    }

    public static Builder builder(String label) {
        return new Builder(label);
    }

    /** Collects the parts of a descriptor. */
    public static final class Builder {
        private final String label;
        private final List<Input> inputs = new ArrayList<>();
        private final List<Uniform> uniforms = new ArrayList<>();
        private final List<Constant> constants = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();
        private final List<String> functions = new ArrayList<>();
        private final List<Slot> slots = new ArrayList<>();
        private @Nullable String kernel;
        private @Nullable TexelFetch fetch;
        private TexelFetch usualFetch = TexelFetch.LEVEL;
        private String source = "";
        private Precision precision = Precision.HIGHP;

        private Builder(String label) {
            this.label = label;
        }

        /** An input read by integer coordinate. */
        public Builder texels(String name) {
            inputs.add(new Input(name, Access.TEXELS));
            return this;
        }

        /** An input read filtered, by normalised coordinate. */
        public Builder sampled(String name) {
            inputs.add(new Input(name, Access.SAMPLED));
            return this;
        }

        public Builder uniform(String name, UniformType type) {
            uniforms.add(new Uniform(name, type, 0));
            return this;
        }

        public Builder uniformArray(String name, UniformType type, int count) {
            uniforms.add(new Uniform(name, type, count));
            return this;
        }

        public Builder constant(String name, int value) {
            constants.add(new Constant(name, value));
            return this;
        }

        public Builder constant(String name, float value) {
            constants.add(new Constant(name, value));
            return this;
        }

        public Builder output(String name) {
            outputs.add(name);
            return this;
        }

        /** Shared functions, for example {@code Shaders.functions("activations")}. */
        public Builder functions(String text) {
            functions.add(text);
            return this;
        }

        /** How texels are fetched; {@link TexelFetch#LEVEL} if nothing is said. */
        public Builder fetch(TexelFetch value) {
            fetch = value;
            return this;
        }

        /** How texels are fetched if {@link #fetch} was not called. */
        public Builder fetchUsually(TexelFetch value) {
            usualFetch = value;
            return this;
        }

        public Builder precision(Precision value) {
            precision = value;
            return this;
        }

        public Builder source(String text) {
            source = text;
            return this;
        }

        /**
         * A kernel of the shaders' jar instead of a source, for example {@code "networks/convolution"}. Its directives are carried out with
         * the constants and slots; constants that it does not name then are left out.
         */
        public Builder kernel(String name) {
            kernel = name;
            return this;
        }

        /** A file of functions for a slot of the kernel, for example {@code "store"} and {@code "networks/store_half"}. */
        public Builder slot(String name, String file) {
            slots.add(new Slot(name, file, Optional.empty()));
            return this;
        }

        /** A file for a slot in which the argument stands for {@code {name}}. */
        public Builder slot(String name, String file, String argument) {
            slots.add(new Slot(name, file, Optional.of(argument)));
            return this;
        }

        /** Sets what belongs together. */
        public Builder with(Consumer<Builder> parts) {
            parts.accept(this);
            return this;
        }

        /**
         * Builds the descriptor.
         *
         * @throws IllegalArgumentException as the record's constructor says, or if the kernel cannot be expanded
         */
        public ProgramDescriptor build() {
            if (kernel != null) {
                return expanded(kernel);
            }
            if (!slots.isEmpty()) {
                throw new IllegalArgumentException("Program '" + label + "' fills slot '"
                        + slots.get(0).name() + "' and has no kernel with slots; name one, or leave the slot out.");
            }
            return build(constants, source, List.of());
        }

        private ProgramDescriptor expanded(String name) {
            Map<String, Integer> integers = new HashMap<>();
            for (Constant constant : constants) {
                if (constant.value() instanceof Integer value) {
                    integers.put(constant.name(), value);
                }
            }
            Expansion expansion = Expander.expand(name, integers, slots);
            Set<String> words = new HashSet<>(List.of(NO_WORD.split(expansion.text())));
            return build(
                    constants.stream()
                            .filter(constant -> words.contains(constant.name()))
                            .toList(),
                    expansion.text(),
                    expansion.lines());
        }

        private ProgramDescriptor build(List<Constant> constants, String source, List<Expansion.Line> lines) {
            return new ProgramDescriptor(
                    label,
                    inputs,
                    uniforms,
                    constants,
                    fetch != null ? fetch : usualFetch,
                    outputs,
                    functions,
                    source,
                    lines,
                    precision);
        }
    }
}

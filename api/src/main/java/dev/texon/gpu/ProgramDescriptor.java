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
     * @param name in the source
     * @param type of it, or of each element
     * @param count array length, or 0 for a plain uniform
     */
    public record Uniform(String name, UniformType type, int count) {
        /** {@return the numbers in all elements together} */
        public int components() {
            return type.components() * Math.max(1, count);
        }
    }

    /**
     * A compile-time number.
     *
     * @param name in the source; capitals, since it is a macro
     * @param value an {@code Integer} or a finite {@code Float}, for which the name stands
     */
    public record Constant(String name, Number value) {
        /**
         * Checks the value.
         *
         * @param name in the source
         * @param value an {@code Integer} or a finite {@code Float}
         * @throws IllegalArgumentException if the value is no such number
         */
        public Constant {
            if (!(value instanceof Integer) && !(value instanceof Float number && Float.isFinite(number))) {
                throw new IllegalArgumentException(
                        "Constant '" + name + "' is " + value + "; give it an int or a finite float.");
            }
        }

        /** {@return the value as every dialect reads it} */
        public String literal() {
            return value instanceof Float number ? String.format(Locale.ROOT, "%.9e", number) : value.toString();
        }
    }

    /**
     * Copies the lists and checks the names.
     *
     * @param label of the program
     * @param inputs with names that GLSL takes and does not reserve
     * @param uniforms with such names; array lengths start at 1, and 0 is a plain uniform
     * @param constants with such names that are no swizzles and no variables of the functions
     * @param fetch any
     * @param outputs with such names; 1 to 8
     * @param functions any
     * @param source without #line and #version
     * @param lines any
     * @param precision any
     * @throws IllegalArgumentException if a name is malformed, reserved or used twice, the source has #line or #version, or the
     *     outputs are not 1 to 8
     */
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

    /**
     * Begins a descriptor without inputs, uniforms, constants and outputs.
     *
     * @param label names the program in every message
     * @return collects the parts
     */
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

        /**
         * Adds an input that is read by integer coordinate.
         *
         * @param name gives {@code fetch_name} and {@code size_name} in the source
         * @return this
         */
        public Builder texels(String name) {
            inputs.add(new Input(name, Access.TEXELS));
            return this;
        }

        /**
         * Adds an input that is read filtered, by normalised coordinate.
         *
         * @param name gives {@code sample_name} and {@code size_name} in the source
         * @return this
         */
        public Builder sampled(String name) {
            inputs.add(new Input(name, Access.SAMPLED));
            return this;
        }

        /**
         * Adds a number or vector that each pass sets by {@link Pass#uniform}.
         *
         * @param name in the source
         * @param type of it
         * @return this
         */
        public Builder uniform(String name, UniformType type) {
            uniforms.add(new Uniform(name, type, 0));
            return this;
        }

        /**
         * Adds an array of numbers or vectors that each pass sets by {@link Pass#uniform}.
         *
         * @param name in the source
         * @param type of each element
         * @param count array length, at least 1
         * @return this
         */
        public Builder uniformArray(String name, UniformType type, int count) {
            uniforms.add(new Uniform(name, type, count));
            return this;
        }

        /**
         * Adds a compile-time integer. The directives of a {@link #kernel} may compute with it.
         *
         * @param name in the source
         * @param value what the name stands for
         * @return this
         */
        public Builder constant(String name, int value) {
            constants.add(new Constant(name, value));
            return this;
        }

        /**
         * Adds a compile-time float.
         *
         * @param name in the source
         * @param value what the name stands for; finite
         * @return this
         * @throws IllegalArgumentException if the value is not finite
         */
        public Builder constant(String name, float value) {
            constants.add(new Constant(name, value));
            return this;
        }

        /**
         * Adds a {@code vec4} that the kernel writes, for the next render target.
         *
         * @param name in the source
         * @return this
         */
        public Builder output(String name) {
            outputs.add(name);
            return this;
        }

        /**
         * Adds shared functions, for example {@code Shaders.functions("activations")}.
         *
         * @param text stands before the kernel's source; its lines are not counted
         * @return this
         */
        public Builder functions(String text) {
            functions.add(text);
            return this;
        }

        /**
         * Says how texels are fetched; {@link TexelFetch#LEVEL} if nothing is said.
         *
         * @param value the way
         * @return this
         */
        public Builder fetch(TexelFetch value) {
            fetch = value;
            return this;
        }

        /**
         * Says how texels are fetched if {@link #fetch} was not called.
         *
         * @param value the way
         * @return this
         */
        public Builder fetchUsually(TexelFetch value) {
            usualFetch = value;
            return this;
        }

        /**
         * Says with which precision floats are computed; {@link Precision#HIGHP} if nothing is said.
         *
         * @param value the default precision of floats in the source
         * @return this
         */
        public Builder precision(Precision value) {
            precision = value;
            return this;
        }

        /**
         * Gives the kernel.
         *
         * @param text holds {@code void main()} in the portable dialect
         * @return this
         */
        public Builder source(String text) {
            source = text;
            return this;
        }

        /**
         * Names a kernel of the shaders' jar, instead of a source. Its directives are carried out with the constants and slots; constants
         * that it does not name then are left out.
         *
         * @param name of the kernel, for example {@code "networks/convolution"}
         * @return this
         */
        public Builder kernel(String name) {
            kernel = name;
            return this;
        }

        /**
         * Fills a slot of the kernel with a file of functions.
         *
         * @param name of the slot, for example {@code "store"}
         * @param file of functions, for example {@code "networks/store_half"}
         * @return this
         */
        public Builder slot(String name, String file) {
            slots.add(new Slot(name, file, Optional.empty()));
            return this;
        }

        /**
         * Fills a slot of the kernel with a file of functions that has an argument.
         *
         * @param name of the slot
         * @param file of functions
         * @param argument what {@code {name}} in the file stands for
         * @return this
         */
        public Builder slot(String name, String file, String argument) {
            slots.add(new Slot(name, file, Optional.of(argument)));
            return this;
        }

        /**
         * Adds what belongs together.
         *
         * @param parts is called with this builder, at once
         * @return this
         */
        public Builder with(Consumer<Builder> parts) {
            parts.accept(this);
            return this;
        }

        /**
         * Makes the descriptor.
         *
         * @return all that was added
         * @throws IllegalArgumentException as the record's constructor says, if the kernel cannot be expanded, or if a slot is filled
         *     and no kernel is named
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

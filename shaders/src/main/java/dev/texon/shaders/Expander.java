package dev.texon.shaders;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Carries out the directives of a kernel: {@code #include}, {@code #slot}, {@code #slots}, {@code #for}, {@code #if} and numbers in
 * braces. docs/shaders.md describes them.
 */
public final class Expander {
    private static final Pattern INCLUDE = Pattern.compile("#include \"([a-z0-9_/]+)\"");
    private static final Pattern SLOT = Pattern.compile("#(slots?) ([a-z][a-z0-9_]*)");
    private static final Pattern FOR = Pattern.compile("#for ([a-z][a-z0-9_]*) in (.+?)\\.\\.(.+)");
    /** What the compiler of a driver decides. */
    private static final Pattern DRIVERS = Pattern.compile("#(ifdef|ifndef|define|undef|extension)\\b.*");

    private static final Pattern BRACES = Pattern.compile("\\{(?=[^\\s}])([^{};]*)\\}");

    /** Of this jar, read once. */
    private static final Map<String, Optional<List<Line>>> FILES = new ConcurrentHashMap<>();

    private final String kernel;
    private final Map<String, Integer> constants;
    private final List<Slot> slots;
    private final Function<String, Optional<List<Line>>> files;
    private final Set<String> askedFor = new HashSet<>();
    private final List<String> including = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<Expansion.Line> lines = new ArrayList<>();

    private Expander(
            String kernel,
            Map<String, Integer> constants,
            List<Slot> slots,
            Function<String, Optional<List<Line>>> files) {
        this.kernel = kernel;
        this.constants = constants;
        this.slots = slots;
        this.files = files;
    }

    /**
     * Expands a kernel.
     *
     * @param kernel for example {@code "networks/convolution"}
     * @param constants that directives and braces may name
     * @throws IllegalArgumentException if a directive is malformed, a slot is not filled as the kernel asks, or the kernel has no such slot
     */
    public static Expansion expand(String kernel, Map<String, Integer> constants, List<Slot> slots) {
        return new Expander(
                        kernel,
                        constants,
                        slots,
                        file -> FILES.computeIfAbsent(
                                file, one -> Shaders.find(one + ".glsl").map(text -> lines(one, text))))
                .expand();
    }

    /** @param files texts by path */
    static Expansion expand(
            String kernel, Map<String, Integer> constants, List<Slot> slots, Function<String, Optional<String>> files) {
        return new Expander(kernel, constants, slots, file -> files.apply(file + ".glsl")
                        .map(text -> lines(file, text)))
                .expand();
    }

    private Expansion expand() {
        String file = "kernels/" + kernel;
        file(
                file,
                files.apply(file)
                        .orElseThrow(() -> new IllegalArgumentException("There is no kernel '" + kernel
                                + "' beside " + Shaders.class.getName()
                                + "; look into its folder kernels for the names that exist.")),
                Map.of());
        for (Slot slot : slots) {
            if (!askedFor.contains(slot.name())) {
                throw new IllegalArgumentException("Kernel '" + kernel + "' has no slot '" + slot.name() + "' for '"
                        + slot.file() + "'; its slots are " + new TreeSet<>(askedFor) + ".");
            }
        }
        return new Expansion(text.toString(), lines);
    }

    /**
     * A line without its comment.
     *
     * @param directive without the space around it; empty if the line is none
     */
    private record Line(String file, int number, String text, String directive) {}

    private static List<Line> lines(String file, String content) {
        List<Line> all = new ArrayList<>();
        int number = 0;
        for (String line : content.split("\n", -1)) {
            number++;
            int comment = line.indexOf("//");
            String text = (comment < 0 ? line : line.substring(0, comment)).stripTrailing();
            if (!text.isEmpty()) {
                String stripped = text.stripLeading();
                all.add(new Line(file, number, text, stripped.startsWith("#") ? stripped : ""));
            }
        }
        return all;
    }

    private void file(String file, List<Line> all, Map<String, String> names) {
        including.add(file);
        block(all, 0, all.size(), names);
        including.remove(including.size() - 1);
    }

    /** @param names numbers of loops, and the argument of the file */
    private void block(List<Line> all, int first, int end, Map<String, String> names) {
        for (int i = first; i < end; i++) {
            Line line = all.get(i);
            String directive = line.directive();
            if (directive.isEmpty()) {
                emit(line, names);
            } else if (directive.startsWith("#for")) {
                int last = closing(all, i, end, "#end");
                loop(line, all, i + 1, last, names);
                i = last;
            } else if (directive.startsWith("#if ")) {
                i = choice(all, i, end, names);
            } else if (directive.startsWith("#include")) {
                include(
                        "functions/"
                                + matched(INCLUDE, line, directive, "#include \"folder/file\"")
                                        .group(1),
                        Map.of(),
                        line);
            } else if (directive.startsWith("#slot")) {
                slot(line, directive);
            } else if (DRIVERS.matcher(directive).matches()) {
                boolean opens = directive.startsWith("#if");
                int last = opens ? closing(all, i, end, "#endif") : i;
                emit(line, names);
                if (opens) {
                    driversChoice(all, i + 1, last, names);
                    emit(all.get(last), names);
                }
                i = last;
            } else {
                throw error(
                        line,
                        "has '" + directive + "', which "
                                + (directive.matches("#(end|endif|else|elif)\\b.*")
                                        ? "ends nothing that begins before it."
                                        : "is no directive; docs/shaders.md lists them."));
            }
        }
    }

    /** What stands between an {@code #ifdef} and its {@code #endif}. */
    private void driversChoice(List<Line> all, int first, int end, Map<String, String> names) {
        int from = first;
        for (int branch : branches(all, first, end)) {
            block(all, from, branch, names);
            if (!all.get(branch).directive().equals("#else")) {
                throw error(
                        all.get(branch), "has #elif after an #ifdef, which the driver decides; nest another #ifdef.");
            }
            emit(all.get(branch), names);
            from = branch + 1;
        }
        block(all, from, end, names);
    }

    private void loop(Line line, List<Line> all, int first, int end, Map<String, String> names) {
        Matcher matcher = matched(FOR, line, line.directive(), "#for i in 0..COUNT");
        String name = matcher.group(1);
        if (names.containsKey(name) || constants.containsKey(name)) {
            throw error(line, "counts with '" + name + "', which is taken; choose another name.");
        }
        int from = value(line, matcher.group(2), names);
        int to = value(line, matcher.group(3), names);
        if (from > to) {
            throw error(line, "counts from " + from + " to before " + to + "; the end is at least the beginning.");
        }
        Map<String, String> inside = new HashMap<>(names);
        for (int i = from; i < to; i++) {
            inside.put(name, Integer.toString(i));
            block(all, first, end, inside);
        }
    }

    /** @return the index of the {@code #endif} */
    private int choice(List<Line> all, int at, int end, Map<String, String> names) {
        int last = closing(all, at, end, "#endif");
        List<Integer> starts = new ArrayList<>(List.of(at));
        starts.addAll(branches(all, at + 1, last));
        starts.add(last);
        boolean chosen = false;
        for (int i = 0; i + 1 < starts.size(); i++) {
            Line line = all.get(starts.get(i));
            String directive = line.directive();
            boolean otherwise = directive.equals("#else");
            if (otherwise && i + 2 < starts.size()) {
                throw error(all.get(starts.get(i + 1)), "has another branch after #else; make #else the last.");
            }
            boolean holds =
                    !chosen && (otherwise || value(line, directive.substring(directive.indexOf(' ') + 1), names) != 0);
            if (holds) {
                chosen = true;
                block(all, starts.get(i) + 1, starts.get(i + 1), names);
            } else {
                skip(all, starts.get(i) + 1, starts.get(i + 1));
            }
        }
        return last;
    }

    /** Slots that this variant does without are there, too. */
    private void skip(List<Line> all, int first, int end) {
        for (Line line : all.subList(first, end)) {
            Matcher slot = SLOT.matcher(line.directive());
            if (slot.matches()) {
                askedFor.add(slot.group(2));
            }
        }
    }

    /** Where the branches of an {@code #if} after the first begin. */
    private static List<Integer> branches(List<Line> all, int first, int end) {
        List<Integer> branches = new ArrayList<>();
        int depth = 0;
        for (int i = first; i < end; i++) {
            String directive = all.get(i).directive();
            depth += opens(directive) ? 1 : closes(directive) ? -1 : 0;
            if (depth == 0 && (directive.equals("#else") || directive.startsWith("#elif "))) {
                branches.add(i);
            }
        }
        return branches;
    }

    private int closing(List<Line> all, int at, int end, String word) {
        int depth = 0;
        for (int i = at; i < end; i++) {
            String directive = all.get(i).directive();
            depth += opens(directive) ? 1 : closes(directive) ? -1 : 0;
            if (depth == 0) {
                if (!directive.equals(word)) {
                    throw error(
                            all.get(i),
                            "has '" + directive + "', and '" + all.get(at).directive() + "' of line "
                                    + all.get(at).number() + " ends with " + word + ".");
                }
                return i;
            }
        }
        throw error(all.get(at), "has '" + all.get(at).directive() + "' without its " + word + ".");
    }

    private static boolean opens(String directive) {
        return directive.startsWith("#for") || directive.startsWith("#if");
    }

    private static boolean closes(String directive) {
        return directive.equals("#end") || directive.equals("#endif");
    }

    private void include(String file, Map<String, String> names, Line line) {
        if (including.contains(file)) {
            throw error(line, "includes '" + file + "', which includes it.");
        }
        List<Line> content =
                files.apply(file).orElseThrow(() -> error(line, "includes '" + file + ".glsl', which does not exist."));
        file(file, content, names);
    }

    private void slot(Line line, String directive) {
        Matcher matcher = matched(SLOT, line, directive, "#slot name");
        String name = matcher.group(2);
        askedFor.add(name);
        List<Slot> filled =
                slots.stream().filter(slot -> slot.name().equals(name)).toList();
        if (matcher.group(1).equals("slot") && filled.size() != 1) {
            throw error(
                    line,
                    "asks for one file in slot '" + name + "', and "
                            + (filled.isEmpty()
                                    ? "none was given."
                                    : "it was given "
                                            + filled.stream().map(Slot::file).collect(Collectors.joining(" and "))
                                            + "."));
        }
        for (Slot slot : filled) {
            Optional<String> argument = slot.argument();
            include("functions/" + slot.file(), argument.isPresent() ? Map.of("name", argument.get()) : Map.of(), line);
        }
    }

    private void emit(Line line, Map<String, String> names) {
        text.append(filled(line, line.text(), names)).append('\n');
        lines.add(new Expansion.Line(line.file(), line.number()));
    }

    /** The text with values for what stands in braces. */
    private String filled(Line line, String raw, Map<String, String> names) {
        if (raw.indexOf('{') < 0) {
            return raw;
        }
        return BRACES.matcher(raw).replaceAll(found -> {
            String inside = found.group(1);
            String name = names.get(inside);
            return Matcher.quoteReplacement(name != null ? name : Integer.toString(value(line, inside, names)));
        });
    }

    private int value(Line line, String expression, Map<String, String> names) {
        String whole = filled(line, expression, names);
        try {
            return new Arithmetic(whole, name -> {
                        String own = names.get(name);
                        Integer value = own != null ? Integer.valueOf(own) : constants.get(name);
                        if (value == null) {
                            throw new IllegalArgumentException("'" + name + "' is no constant of this kernel; it has "
                                    + new TreeSet<>(constants.keySet()) + " and here " + new TreeSet<>(names.keySet()));
                        }
                        return value;
                    })
                    .value();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw error(line, "has '" + whole.strip() + "', which is no number: " + e.getMessage() + ".");
        }
    }

    private Matcher matched(Pattern pattern, Line line, String directive, String example) {
        Matcher matcher = pattern.matcher(directive);
        if (!matcher.matches()) {
            throw error(line, "has '" + directive + "'; write it like '" + example + "'.");
        }
        return matcher;
    }

    private IllegalArgumentException error(Line line, String what) {
        return new IllegalArgumentException(
                "Kernel '" + kernel + "': " + new Expansion.Line(line.file(), line.number()) + " " + what);
    }
}

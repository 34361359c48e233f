package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the textures and passes of a network before any of them is made; it needs no GPU. Operations ask it for what they need, one after
 * the other; {@link #share} then finds out which textures are never needed at the same time, and {@link Kernels#make(Planner)} carries the
 * plan out.
 */
final class Planner {
    private final Adapter adapter;
    private final Choices choices;
    private final List<Slot> slots = new ArrayList<>();
    /** Those of values, which may share textures. */
    private final List<Slot> values = new ArrayList<>();

    private final List<Stage> stages = new ArrayList<>();
    private final List<Runnable> whenMade = new ArrayList<>();
    /** For each pass, the operation that it is part of. */
    private final List<Integer> operations = new ArrayList<>();

    private final Map<List<Integer>, Slot> scratch = new HashMap<>();
    private final Map<List<Slot>, TextureDescriptor> shared = new LinkedHashMap<>();
    private int operation;

    /** Answers what only drawing can tell. */
    @FunctionalInterface
    interface Choices {
        /** The first of the ways, without asking. */
        Choices USUAL = (planner, question) -> question.ways().get(0);

        /** The way to take. */
        String choose(Planner planner, Question question);
    }

    /** A way, planned by itself so that it can be drawn and timed. */
    @FunctionalInterface
    interface Attempt {
        /** Plans it, and returns what draws it. */
        Runnable plan(Planner planner, String way);
    }

    /**
     * Something that only drawing can tell.
     *
     * @param about what is chosen, and for which shapes
     * @param ways the usual one first
     * @param attempt plans one of them
     * @param result what it draws last
     */
    record Question(String about, List<String> ways, Attempt attempt, Slot result) {}

    Planner(Adapter adapter, Choices choices) {
        this.adapter = adapter;
        this.choices = choices;
    }

    /** An empty one for the same adapter. */
    Planner fresh() {
        return new Planner(adapter, choices);
    }

    Adapter adapter() {
        return adapter;
    }

    Numbers numbers() {
        return adapter.numbers();
    }

    Capabilities capabilities() {
        return adapter.capabilities();
    }

    TextureLayout layout(int batch, Shape shape) {
        return adapter.layout(batch, shape);
    }

    TextureLayout layout(int columns, int rows) {
        return adapter.layout(columns, rows);
    }

    int turns() {
        return adapter.turns();
    }

    String choose(Question question) {
        return choices.choose(this, question);
    }

    /** What is planned from here on belongs to the next operation. */
    void nextOperation() {
        operation++;
    }

    Slot texture(String label, int width, int height, TextureFormat format) {
        return texture(TextureDescriptor.of(label, width, height, format));
    }

    Slot texture(TextureDescriptor descriptor) {
        Slot slot = new Slot(descriptor);
        slots.add(slot);
        return slot;
    }

    /** A texture of what a layer makes. */
    Slot value(TextureDescriptor descriptor) {
        Slot slot = texture(descriptor);
        values.add(slot);
        return slot;
    }

    /** Remembers what is to be done as soon as the textures are there. */
    void whenMade(Runnable action) {
        whenMade.add(action);
    }

    /** What is to be done as soon as the textures are there. */
    List<Runnable> whenMade() {
        return whenMade;
    }

    /** A texture of floats for what a pass leaves for the next one; of each size and number there is one, which all layers share. */
    Slot scratch(int number, TextureLayout layout) {
        return scratch.computeIfAbsent(
                List.of(number, layout.width(), layout.height()),
                size -> texture("scratch " + number, layout.width(), layout.height(), TextureFormat.RGBA32F));
    }

    /** A pass with the kernel. */
    Stage stage(String layer, String makes, ProgramDescriptor.Builder kernel) {
        Stage stage = new Stage(layer, makes, adapter.program(kernel));
        stages.add(stage);
        operations.add(operation);
        return stage;
    }

    /** All passes, in the order in which they were planned. */
    List<Stage> stages() {
        return stages;
    }

    /** The textures to make, each for one slot or several. */
    Map<List<Slot>, TextureDescriptor> slots() {
        Map<List<Slot>, TextureDescriptor> all = new LinkedHashMap<>(shared);
        for (Slot slot : slots) {
            if (shared.keySet().stream().noneMatch(some -> some.contains(slot))) {
                all.put(List.of(slot), slot.descriptor());
            }
        }
        return all;
    }

    /** What is made and drawn. */
    Plan plan() {
        return Plan.of(slots(), stages);
    }

    /** From the first operation that uses a slot to the last. */
    private record Life(Slot slot, int first, int last) {}

    /**
     * Gives the same texture to values that are never needed in the same operation or one between. What such a value holds is gone once another
     * operation writes it.
     *
     * @param pinned values that are needed before the first or after the last operation
     */
    void share(Set<Slot> pinned) {
        Map<Slot, Life> lives = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            int at = operations.get(i);
            List<Slot> used = new ArrayList<>(stages.get(i).writes());
            stages.get(i).reads().forEach(slot -> used.add(slot.whole()));
            for (Slot slot : used) {
                lives.merge(slot, new Life(slot, at, at), (a, b) -> new Life(slot, a.first(), b.last()));
            }
        }
        List<List<Life>> textures = new ArrayList<>();
        values.stream()
                .filter(slot -> !pinned.contains(slot))
                .map(slot -> lives.getOrDefault(slot, new Life(slot, 0, Integer.MAX_VALUE)))
                .sorted(Comparator.comparingInt(Life::first))
                .forEach(life -> textures.stream()
                        .filter(lived -> fits(lived, life))
                        .findFirst()
                        .ifPresentOrElse(lived -> lived.add(life), () -> textures.add(new ArrayList<>(List.of(life)))));
        for (List<Life> lived : textures) {
            if (lived.size() > 1) {
                TextureDescriptor first = lived.get(0).slot().descriptor();
                shared.put(
                        lived.stream().map(Life::slot).toList(),
                        new TextureDescriptor(
                                first.label() + " and " + (lived.size() - 1) + " more",
                                first.width(),
                                first.height(),
                                first.format(),
                                first.levels(),
                                first.filter(),
                                first.wrap()));
            }
        }
    }

    private static boolean fits(List<Life> lived, Life life) {
        TextureDescriptor a = lived.get(0).slot().descriptor();
        TextureDescriptor b = life.slot().descriptor();
        return a.width() == b.width()
                && a.height() == b.height()
                && a.format() == b.format()
                && a.levels() == b.levels()
                && lived.get(lived.size() - 1).last() < life.first();
    }
}

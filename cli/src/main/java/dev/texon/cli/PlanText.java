package dev.texon.cli;

import dev.texon.networks.gpu.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link Plan} as lines of text. */
final class PlanText {
    private PlanText() {}

    static List<String> lines(Plan plan) {
        List<List<String>> passes = new ArrayList<>();
        passes.add(List.of("FOR", "PASS", "KERNEL", "TARGETS", "PARTS", "FRAGMENTS", "FETCHES"));
        for (Plan.PassPlan pass : plan.passes()) {
            passes.add(List.of(
                    pass.layer(),
                    pass.makes(),
                    pass.kernel(),
                    String.valueOf(pass.targets()),
                    String.valueOf(pass.parts()),
                    String.valueOf(pass.fragments()),
                    String.valueOf(pass.fetches())));
        }
        List<List<String>> textures = new ArrayList<>();
        textures.add(List.of("TEXTURE", "SIZE", "FORMAT", "LEVELS", "VALUES", "BYTES"));
        for (Plan.TexturePlan texture : plan.textures()) {
            textures.add(List.of(
                    texture.descriptor().label(),
                    texture.descriptor().width() + "×" + texture.descriptor().height(),
                    texture.descriptor().format().toString(),
                    String.valueOf(texture.descriptor().levels()),
                    String.valueOf(texture.values()),
                    String.valueOf(texture.bytes())));
        }
        List<String> lines = new ArrayList<>(table(passes, 3));
        lines.add("");
        lines.addAll(table(textures, 3));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%s, %s of %.2f MB. Values: how many have the texture one after the other. Fetches: of all fragments together.",
                Figures.count(plan.passes().size(), "pass", "passes"),
                Figures.count(plan.textures().size(), "texture"),
                plan.bytes() / 1e6));
        return lines;
    }

    /** Aligned to the right from the first number on. */
    private static List<String> table(List<List<String>> rows, int firstNumber) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        Table table = new Table();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                cells.add(i < firstNumber ? cell : " ".repeat(widths[i] - cell.length()) + cell);
            }
            table.row(cells);
        }
        return table.lines();
    }
}

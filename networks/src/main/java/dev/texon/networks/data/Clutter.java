package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Files and folders that systems, authors and trainings leave beside data, and that are no data. */
final class Clutter {
    private static final Set<String> SYSTEM =
            Set.of("thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin");
    private static final List<String> AUTHORS = List.of("readme", "license", "licence", "copying", "citation");

    /** What a training writes beside {@code NAME.texon} or {@code NAME}, and wrote when its curve was not SVG. */
    private static final List<String> OF_TRAININGS = List.of("-log.csv", "-curve.svg", "-curve.png");

    private Clutter() {}

    /** What a folder holds, sorted by name, without clutter and hidden files. */
    static List<Path> without(Path folder) throws IOException {
        return UserFiles.list(folder).stream().filter(path -> !is(path)).toList();
    }

    private static boolean is(Path path) {
        String name = UserFiles.name(path).toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return SYSTEM.contains(name)
                || isOfTraining(path)
                || (AUTHORS.contains(dot < 0 ? name : name.substring(0, dot)) && !ImageFile.hasName(path));
    }

    private static boolean isOfTraining(Path path) {
        String name = UserFiles.name(path);
        return OF_TRAININGS.stream()
                .filter(name::endsWith)
                .map(end -> name.substring(0, name.length() - end.length()))
                .anyMatch(stem -> !stem.isEmpty()
                        && (Files.exists(path.resolveSibling(stem + ".texon"))
                                || Files.exists(path.resolveSibling(stem))));
    }
}

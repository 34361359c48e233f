package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Files and folders that systems and authors leave beside data, and that are no data. */
final class Clutter {
    private static final Set<String> SYSTEM =
            Set.of("thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin");
    private static final List<String> AUTHORS = List.of("readme", "license", "licence", "copying", "citation");

    private Clutter() {}

    /** What a folder holds, sorted by name, without clutter and hidden files. */
    static List<Path> without(Path folder) throws IOException {
        return UserFiles.list(folder).stream().filter(path -> !is(path)).toList();
    }

    private static boolean is(Path path) {
        String name = UserFiles.name(path).toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return SYSTEM.contains(name)
                || (AUTHORS.contains(dot < 0 ? name : name.substring(0, dot)) && !ImageFile.hasName(path));
    }
}

package dev.texon.cli;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.UsageException;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.data.ImageFit;
import dev.texon.networks.file.NetworkFile;
import dev.texon.web.TeachablePage;
import dev.texon.web.WebApp;
import dev.texon.web.WebModule;
import dev.texon.web.WebOptions;
import dev.texon.web.WebPage;
import dev.texon.web.Weights;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a trained network to browsers. */
@Command(
        name = "export",
        description =
                "Write a trained network for browsers: as one HTML file, as an app that people install, or as an ES module for other "
                        + "pages. It predicts on its visitor's GPU, without Java, install or network. It takes the best of what the browser "
                        + "has: WebGL 2 or 1, targets of 32-bit floats or of halves, and compares itself with what this machine's GPU computes. "
                        + "Give at least one of --out, --app and --module.")
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NETWORK", description = "A file written by train --save.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write a page to this file, for a network of images. It is all in one file, which also opens without a server.")
    private @Nullable Path out;

    @Option(
            names = "--app",
            paramLabel = "DIR",
            description =
                    "Write the page as an app to this folder: on a server with https it can be installed, and works offline.")
    private @Nullable Path app;

    @Option(
            names = "--module",
            paramLabel = "DIR",
            description =
                    "Write an ES module to this folder, a package of npm with types, for a network of any kind; its README.md says how to use it.")
    private @Nullable Path module;

    @Option(
            names = "--weights",
            paramLabel = "float16|float32",
            defaultValue = "float16",
            description =
                    "How the export holds the parameters; as halves it is half as large (default: ${DEFAULT-VALUE}).")
    private String weights = "float16";

    @Option(
            names = "--fit",
            paramLabel = "stretch|cover|contain",
            defaultValue = "stretch",
            description =
                    "How an image of another aspect ratio fills the network's input: stretched, cropped, or whole on white (default: "
                            + "${DEFAULT-VALUE}, as images are for training unless asked otherwise).")
    private String fit = "stretch";

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            description = "The title of the page, app or module (default: the network's name).")
    private @Nullable String title;

    @Option(
            names = "--teachable",
            paramLabel = "CLASSES",
            description =
                    "Write a page in which visitors teach the network so many classes of their own, 2 to 16: its last dense layer is made anew "
                            + "and trained on the visitor's GPU. What they save is a file that train --from, predict and evaluate read.")
    private @Nullable Integer teachable;

    @Mixin
    private AdapterChoice adapters = new AdapterChoice();

    @Mixin
    private KernelChoice kernels = new KernelChoice();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Inject
    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Weights chosen =
                switch (weights) {
                    case "float16" -> Weights.FLOAT16;
                    case "float32" -> Weights.FLOAT32;
                    default -> throw new UsageException("--weights is '" + weights + "'; take float16 or float32.");
                };
        if (teachable != null && (teachable < 2 || teachable > TeachablePage.MOST_CLASSES)) {
            throw new UsageException("--teachable is " + teachable + "; a page teaches 2 to "
                    + TeachablePage.MOST_CLASSES + " classes.");
        }
        ImageFit fitted =
                switch (fit) {
                    case "stretch" -> ImageFit.STRETCH;
                    case "cover" -> ImageFit.COVER;
                    case "contain" -> ImageFit.CONTAIN;
                    default -> throw new UsageException("--fit is '" + fit + "'; take stretch, cover or contain.");
                };
        demandPlaces();
        classPath.applyHere();
        Snapshot snapshot = NetworkFile.read(file);
        String name = title != null ? title : UserFiles.name(file).replaceFirst("\\.texon$", "");
        WebOptions options = WebOptions.of(name).withWeights(chosen).withFit(fitted);
        try (GpuDevice judge = judge()) {
            if (out != null) {
                if (teachable == null) {
                    WebPage.write(snapshot, options, judge, out);
                } else {
                    TeachablePage.write(snapshot, options, teachable, judge, out);
                }
                tell("Page", out, Files.size(out), judge);
            }
            if (app != null) {
                WebApp.write(snapshot, options, judge, app);
                tell("App", app, size(app), judge);
            }
            if (module != null) {
                WebModule.write(snapshot, options, judge, module);
                tell("Module", module, size(module), judge);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + file + "' cannot be exported: " + e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            throw new IOException(
                    "This bundle lacks the backend webgl, of whose calls an export is made; make one with it (--backends webgl).",
                    e);
        }
        return 0;
    }

    /** Looks whether all can be written, before anything is. */
    private void demandPlaces() {
        if (out == null && app == null && module == null) {
            throw new UsageException("Nothing is to be written; give --out FILE, --app DIR or --module DIR.");
        }
        if (teachable != null && out == null) {
            throw new UsageException("--teachable is of a page, and none is to be written; give --out FILE.");
        }
        if (app != null
                && module != null
                && app.toAbsolutePath()
                        .normalize()
                        .equals(module.toAbsolutePath().normalize())) {
            throw new UsageException("--app and --module are the same folder '" + app + "'; name two.");
        }
        try {
            if (out != null) {
                if (Files.exists(out) && Files.exists(file) && Files.isSameFile(file, out)) {
                    throw new UsageException("--out is the network '" + file + "' itself; name another file.");
                }
                UserFiles.demandWritable(out);
            }
            if (app != null) {
                WebApp.demandWritable(app);
            }
            if (module != null) {
                WebModule.demandWritable(module);
            }
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static long size(Path folder) throws IOException {
        long bytes = 0;
        for (Path one : UserFiles.list(folder)) {
            bytes += Files.size(one);
        }
        return bytes;
    }

    private void tell(String what, Path where, long bytes, @Nullable GpuDevice judge) {
        terminal.out()
                .println(what + ": " + where + " (" + String.format(Locale.ROOT, "%.0f KB", bytes / 1e3)
                        + ", parameters "
                        + weights
                        + (judge == null
                                ? ""
                                : ", compares itself with " + judge.info().renderer()) + ")");
    }

    /** Null if no GPU opens here that computes as the export does, which an export does not need. */
    private @Nullable GpuDevice judge() {
        try {
            GpuDevice gpu = kernels.open(adapters);
            if (Storage.FLOAT32.fits(gpu.capabilities())) {
                return gpu;
            }
            terminal.complain("The export will not compare itself with Java: "
                    + gpu.info().renderer() + " does not draw to 32-bit floats; choose another adapter.");
            gpu.close();
            return null;
        } catch (GpuUnavailableException e) {
            terminal.complain("The export will not compare itself with Java: " + e.getMessage());
            return null;
        }
    }
}

package dev.texon.benchmarks;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.UsageException;
import dev.texon.gpu.spi.GuardedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Another implementation of the workloads, run in the same browser with the flags of the bridge's adapters. */
public enum Peer {
    /** TensorFlow.js with its WebGL backend, as npm has it. */
    TFJS {
        private static final String NAME = "@tensorflow/tfjs";
        private static final String VERSION = "4.22.0";

        /**
         * Has npm install it to a folder that is gone afterwards; npm's own cache makes a second time fast. The package's scripts
         * are not run.
         */
        @Override
        Map<String, byte[]> files() throws IOException {
            Path folder = GuardedProcess.createPrivateFolder("texon-npm-");
            String install =
                    "npm install --prefix . --ignore-scripts --no-audit --no-fund --no-save " + NAME + "@" + VERSION;
            // The page's policy forbids to make code of strings, which the package does where this is not declared.
            String declaration = "var regeneratorRuntime;\n";
            String script = "process.chdir(" + quoted(folder.toString()) + ");"
                    + "require('child_process').execSync(" + quoted(install) + ", {stdio: ['ignore', 2, 2]});"
                    + "process.stdout.write(" + quoted(declaration) + "+require('fs').readFileSync('node_modules/"
                    + NAME + "/dist/tf.min.js'));";
            try (GuardedProcess node = GuardedProcess.start(List.of("node", "-e", script), folder, Map.of())) {
                byte[] bytes = node.output().readAllBytes();
                int code = node.onExit().join();
                if (code != 0) {
                    throw new GpuUnavailableException("The package " + NAME + "@" + VERSION
                            + " cannot be installed: '" + install + "' by node has ended with exit code " + code
                            + "; it takes node, npm and npm's registry. " + node.lastWords());
                }
                Map<String, byte[]> files =
                        BenchPage.files("<script defer src=\"tf.js\"></script>", "formula.js", "tfjs.js");
                files.put("tf.js", bytes);
                return files;
            }
        }
    },
    /** WebGL 2 calls written out in a page, without any library: what the browser gives to somebody who knows it well. */
    HANDWRITTEN {
        @Override
        Map<String, byte[]> files() throws IOException {
            return BenchPage.files("", "formula.js", "handwritten.js");
        }
    };

    /** For example {@code tfjs}. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** @throws UsageException if there is none; the message names them */
    public static Peer byId(String id) {
        return Arrays.stream(values())
                .filter(peer -> peer.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UsageException("There is no peer '" + id + "'. Peers: "
                        + Arrays.stream(values()).map(Peer::id).collect(Collectors.joining(", ")) + "."));
    }

    /** The peer that a contender is; empty if it is Texon. */
    static Optional<Peer> of(String contender) {
        return Arrays.stream(values())
                .filter(peer -> contender.startsWith(peer.id() + "/"))
                .findFirst();
    }

    /**
     * Its page and scripts by their names.
     *
     * @throws GpuUnavailableException if it cannot be had
     */
    abstract Map<String, byte[]> files() throws IOException;

    /** A string as JavaScript has it. */
    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}

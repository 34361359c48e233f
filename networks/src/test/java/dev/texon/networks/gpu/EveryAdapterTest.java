package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.BackendStatus;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOptions;
import dev.texon.testing.Absence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * All checks on every adapter of this machine, one adapter after the other. The system property {@code texon.require} names the backends
 * and adapters whose absence is a failure, separated by commas; any other absence is an aborted test with the reason. {@code texon.only} is how the
 * path of an adapter begins, to run only some; the others are aborted tests, too.
 */
class EveryAdapterTest {
    private @Nullable GpuDevice device;

    @AfterEach
    void close() {
        if (device != null) {
            device.close();
        }
    }

    @TestFactory
    Stream<DynamicNode> networks() {
        List<Check> checks = new ArrayList<>();
        checks.addAll(LayerChecks.all());
        checks.addAll(TrainingChecks.all());
        checks.addAll(DivergenceChecks.all());
        checks.addAll(JudgementChecks.all());
        checks.addAll(NormalizationChecks.all());
        checks.addAll(ScalingChecks.all());
        checks.addAll(NaiveChecks.all());
        checks.addAll(SafetyChecks.all());
        checks.addAll(NanChecks.all());
        checks.addAll(FailureChecks.all());
        checks.addAll(LoopChecks.all());
        checks.addAll(FoldingChecks.all());
        checks.addAll(AtlasChecks.all());
        checks.addAll(TuningChecks.all());
        checks.addAll(VariantChecks.all());
        List<DynamicNode> nodes = new ArrayList<>();
        List<BackendStatus> backends = Gpu.backends();
        for (String required : Absence.required()) {
            nodes.add(dynamicTest(
                    required + " is available",
                    () -> assertTrue(
                            backends.stream()
                                    .flatMap(status -> status.adapters().stream()
                                            .filter(adapter -> required.equals(status.id())
                                                    || required.equals(status.id() + "/" + adapter.id())))
                                    .anyMatch(Adapter.Available.class::isInstance),
                            () -> "'" + required + "' is required by texon.require, but is not available: "
                                    + backends)));
        }
        String only = System.getProperty("texon.only", "");
        boolean some = false;
        for (BackendStatus backend : backends) {
            for (Adapter adapter : backend.adapters()) {
                String path = backend.id() + "/" + adapter.id();
                some |= path.startsWith(only);
                if (!path.startsWith(only)) {
                    nodes.add(dynamicTest(path, () -> abort("texon.only is '" + only + "'")));
                } else if (adapter instanceof Adapter.Unavailable unavailable) {
                    nodes.add(dynamicTest(
                            path, () -> abort(path + ": " + unavailable.reason() + "; " + unavailable.hint())));
                } else {
                    nodes.add(dynamicContainer(path, tests(backend.id(), adapter.id(), path, checks)));
                }
            }
        }
        assertTrue(only.isEmpty() || some, () -> "texon.only is '" + only + "', and no adapter begins so: " + backends);
        return nodes.stream();
    }

    private Stream<DynamicNode> tests(String backend, String adapter, String path, List<Check> checks) {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(dynamicTest(path + " opens", () -> {
            close();
            device = Gpu.open(GpuOptions.defaults().withBackend(backend).withAdapter(adapter));
        }));
        for (Check check : checks) {
            tests.add(dynamicTest(path + " " + check.name(), () -> {
                GpuDevice gpu = device;
                if (gpu == null || !gpu.info().adapter().equals(adapter)) {
                    fail(path + " did not open");
                } else {
                    check.body().run(gpu);
                }
            }));
        }
        tests.add(dynamicTest(path + " leaves no texture behind", () -> {
            GpuDevice gpu = device;
            if (gpu != null) {
                int live = gpu.statistics().liveTextures();
                // The framework's own readback keeps one or two.
                assertTrue(live <= 2, () -> live + " textures are still there");
                try {
                    gpu.close();
                } catch (GpuException e) {
                    fail(e);
                }
                device = null;
            }
        }));
        return tests.stream();
    }
}

package dev.texon.conformance;

import dev.texon.conformance.junit.ConformanceTest;
import dev.texon.gpu.FakeDevices;
import dev.texon.gpu.GpuDevice;
import java.util.List;

/** The JUnit runner on a fake adapter, as the author of a backend uses it. */
class InProcessTest extends ConformanceTest {
    @Override
    protected GpuDevice open() {
        return FakeDevices.open("fake", "good");
    }

    @Override
    protected List<ConformanceCase> cases() {
        return Suite.standard()
                .select(List.of("fake/pass", "fake/warn", "fake/known", "fake/refused", "fake/another", "fake/last"));
    }
}

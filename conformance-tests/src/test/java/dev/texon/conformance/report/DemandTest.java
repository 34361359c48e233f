package dev.texon.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandTest {
    /** Draws all halves and two of three floats, filters none, and has a timer. */
    private static final Capabilities CAPABILITIES = new Capabilities(
            Map.of(
                    TextureFormat.R16F, drawn(),
                    TextureFormat.RG16F, drawn(),
                    TextureFormat.RGBA16F, drawn(),
                    TextureFormat.R32F, drawn(),
                    TextureFormat.RGBA32F, drawn()),
            Set.of(Feature.TIMER),
            new Limits(64, 64, 8, 4, 4, 128, Limits.MOST_LOOP_TURNS),
            new Numerics(24, true, true, false));

    private static FormatSupport drawn() {
        Set<FormatFeature> measured = Set.of(FormatFeature.SAMPLED, FormatFeature.RENDER);
        return new FormatSupport(Set.of(FormatFeature.LINEAR_FILTER), measured, 0, Double.NaN);
    }

    private static Optional<String> unmet(String name) {
        FoundAdapter adapter = new FoundAdapter("fake", "one", "Fake", null, null, false);
        DeviceInfo info = new DeviceInfo("fake", "one", "GL", "R", "V", "1");
        return Demand.named(name)
                .unmet(new AdapterResult(adapter, new DeviceProfile(info, CAPABILITIES), List.of(), 1));
    }

    @Test
    void aFeatureIsDemandedOfAllFormatsOfAnElementType() {
        assertEquals(Optional.empty(), unmet("float16-render"));
        assertEquals(Optional.of("the adapter lacks RG32F RENDER"), unmet("float32-render"));
        assertEquals(
                Optional.of("the adapter lacks R8 SAMPLED and RG8 SAMPLED and RGBA8 SAMPLED"), unmet("byte-sampled"));
    }

    @Test
    void whatIsDeclaredAndWasNotMeasuredIsMissing() {
        assertEquals(
                Optional.of("the adapter lacks R16F LINEAR_FILTER and RG16F LINEAR_FILTER and RGBA16F LINEAR_FILTER"),
                unmet("float16-linear"));
    }

    @Test
    void aFeatureBeyondFormatsHasItsOwnName() {
        assertEquals(Optional.empty(), unmet("timer"));
        assertEquals(Optional.of("the adapter lacks NON_POWER_OF_TWO"), unmet("non-power-of-two"));
    }

    @Test
    void fitnessThatTheRunDoesNotShowIsMissing() {
        String why = unmet("fit-float16").orElse("");
        assertTrue(why.startsWith("its verdict is undecided. Float32: 12 of 12 deciding cases"), why);
        assertTrue(unmet("fit-float32").isPresent());
    }

    @Test
    void anAdapterThatNeverOpenedLacksAll() {
        AdapterResult crashed =
                new AdapterResult(new FoundAdapter("fake", "one", "Fake", null, null, false), null, List.of(), 1);
        assertEquals(
                Optional.of("the adapter never opened"), Demand.named("timer").unmet(crashed));
        assertEquals(
                Optional.of("its verdict is not fit. The adapter crashes when it is opened."),
                Demand.named("fit-float16").unmet(crashed));
    }

    @ParameterizedTest
    @CsvSource({
        "linear-float16, float16-linear", "float16-linear, float16-linear", "' Float32-Render ', float32-render",
        "float32-fit, fit-float32", "render-to-level, render-to-level", "float16-readback, float16-readback"
    })
    void twoWordsMayBeTurnedRound(String said, String name) {
        assertEquals(name, Demand.named(said).name());
    }

    @ParameterizedTest
    @CsvSource({"float64-render", "float32", "-", "''", "float32-render-"})
    void anUnknownNameListsAllThatThereAre(String name) {
        UsageException e = assertThrows(UsageException.class, () -> Demand.named(name));
        String message = String.valueOf(e.getMessage());
        Demand.all().keySet().forEach(known -> assertTrue(message.contains(known), known));
    }

    @Test
    void everyFeatureHasAName() {
        assertEquals(
                3 * FormatFeature.values().length + Feature.values().length + 2,
                Demand.all().size());
        Demand.all().forEach((name, demand) -> assertEquals(name, demand.name()));
    }
}

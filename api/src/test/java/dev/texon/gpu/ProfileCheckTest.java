package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProfileCheckTest {
    private static final Capabilities GOOD = Devices.all();
    private static final Limits LIMITS = GOOD.limits();

    private static Optional<String> fault(DeviceProfile profile) {
        RecordingDriver driver = new RecordingDriver();
        return ProfileCheck.fault(profile, driver.info(), driver.declared());
    }

    private static DeviceProfile profile(Capabilities capabilities) {
        return new DeviceProfile(RecordingDriver.INFO, capabilities);
    }

    private static DeviceProfile with(Limits limits) {
        return profile(new Capabilities(GOOD.formats(), GOOD.features(), limits, GOOD.numerics()));
    }

    private static DeviceProfile with(TextureFormat format, FormatSupport support) {
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(GOOD.formats());
        formats.put(format, support);
        return profile(new Capabilities(formats, GOOD.features(), LIMITS, GOOD.numerics()));
    }

    private static Limits limits(String field, int value) {
        Map<String, Integer> fields = new LinkedHashMap<>();
        fields.put("textureSize", LIMITS.textureSize());
        fields.put("declaredTextureSize", LIMITS.declaredTextureSize());
        fields.put("inputs", LIMITS.inputs());
        fields.put("renderTargets", LIMITS.renderTargets());
        fields.put("declaredRenderTargets", LIMITS.declaredRenderTargets());
        fields.put("uniformVectors", LIMITS.uniformVectors());
        fields.put("loopTurns", LIMITS.loopTurns());
        assertTrue(fields.replace(field, value) != null, field);
        List<Integer> all = List.copyOf(fields.values());
        return new Limits(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), all.get(5), all.get(6));
    }

    @Test
    void whatTheProbeMeasuresIsRight() {
        assertEquals(Optional.empty(), fault(profile(GOOD)));
        assertEquals(Optional.empty(), fault(profile(Devices.without(GOOD, TextureFormat.R32F, FormatFeature.BLEND))));
        assertEquals(Optional.empty(), fault(with(limits("renderTargets", 1))));
    }

    @Test
    void absurdLimitsAreNamed() {
        for (String field :
                List.of("textureSize", "declaredTextureSize", "inputs", "renderTargets", "uniformVectors")) {
            for (int value : new int[] {Integer.MIN_VALUE, -1, 0, LIMITS.declaredTextureSize() + 1, 1 << 30}) {
                String fault = fault(with(limits(field, value))).orElse("");
                // More render targets than are declared raise what is declared.
                String named = field.equals("renderTargets") && value > 0 ? "declaredRenderTargets" : field;
                assertTrue(fault.startsWith(named + " is "), () -> field + " " + value + ": " + fault);
            }
        }
        assertEquals(
                Optional.of("textureSize is 1073741824, and here it is 64 to 64"),
                fault(with(limits("textureSize", 1 << 30))));
        assertEquals(Optional.of("inputs is 2, and the driver declares 3"), fault(with(limits("inputs", 2))));
        assertTrue(fault(with(limits("declaredRenderTargets", 8))).isPresent());
        assertTrue(fault(with(limits("loopTurns", 1 << 30))).isPresent());
        // What says nothing is what files from before there was a measurement have.
        assertEquals(Optional.empty(), fault(with(limits("loopTurns", -1))));
    }

    @Test
    void absurdFormatsAreNamed() {
        Set<FormatFeature> all = EnumSet.allOf(FormatFeature.class);
        for (FormatSupport absurd : List.of(
                new FormatSupport(Set.of(), all, 8, 0),
                new FormatSupport(all, all, -1, 0),
                new FormatSupport(all, all, 1 << 30, 0),
                new FormatSupport(all, all, 8, -1))) {
            String fault = fault(with(TextureFormat.R16F, absurd)).orElse("");
            assertTrue(fault.startsWith("R16F "), fault);
        }
        assertEquals(
                Optional.of("RGBA8 lacks RENDER, without which nothing can be computed"),
                fault(with(TextureFormat.RGBA8, new FormatSupport(all, Set.of(), 8, 0))));
        assertTrue(fault(profile(new Capabilities(Map.of(), GOOD.features(), LIMITS, GOOD.numerics())))
                .isPresent());
    }

    @Test
    void aFeatureThatIsNotDeclaredIsNamed() {
        RecordingDriver poor = new RecordingDriver().declaring(Devices.without(GOOD, Feature.TIMER));
        assertTrue(ProfileCheck.fault(profile(GOOD), poor.info(), poor.declared())
                .orElse("")
                .startsWith("features is "));
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(GOOD.formats());
        Set<FormatFeature> less = EnumSet.complementOf(EnumSet.of(FormatFeature.BLEND));
        formats.put(TextureFormat.R8, new FormatSupport(less, less, 8, 0));
        poor.declaring(new Capabilities(formats, GOOD.features(), LIMITS, GOOD.numerics()));
        FormatSupport more = new FormatSupport(less, EnumSet.allOf(FormatFeature.class), 8, 0);
        assertEquals(
                Optional.of("R8 measured has [BLEND], which the driver does not declare"),
                ProfileCheck.fault(with(TextureFormat.R8, more), poor.info(), poor.declared()));
    }

    @Test
    void absurdNumericsAndTimesAreNamed() {
        for (int bits : new int[] {-1, 0, 25, 1 << 30}) {
            String fault = fault(profile(new Capabilities(
                            GOOD.formats(), GOOD.features(), LIMITS, new Numerics(bits, true, true, true))))
                    .orElse("");
            assertEquals("significantBits is " + bits + ", and here it is 1 to 24", fault);
        }
        for (double time : new double[] {-1, Double.NaN, Double.NEGATIVE_INFINITY}) {
            Tuning.Choice choice = new Tuning.Choice("fetch", "PLAIN", Map.of("PLAIN", time));
            assertTrue(fault(new DeviceProfile(RecordingDriver.INFO, GOOD, List.of(choice)))
                    .isPresent());
        }
    }

    @Test
    void aDamagedProfileIsRefusedAndTheDriverClosed() {
        RecordingDriver driver = new RecordingDriver();
        GpuUnavailableException refusal = assertThrows(
                GpuUnavailableException.class, () -> GpuDevice.over(driver, with(limits("textureSize", 1 << 30)))
                        .close());
        assertEquals(
                "The device profile does not fit: textureSize is 1073741824, and here it is 64 to 64;"
                        + " measure it anew.",
                refusal.getMessage());
        assertEquals(List.of("close driver"), driver.takeCalls());
    }

    @Test
    void theKeeperOfProfilesHearsOfADamagedOneAndTheDeviceIsMeasured() {
        List<String> heard = new ArrayList<>();
        RecordingDriver driver = new RecordingDriver().declaring(Devices.none());
        KnownProfiles kept = new KnownProfiles() {
            @Override
            public Optional<DeviceProfile> find(DeviceInfo device) {
                return Optional.of(with(limits("inputs", 1 << 30)));
            }

            @Override
            public void rejected(DeviceInfo device, String fault) {
                heard.add(fault);
            }
        };
        // It measures, and this driver draws nothing.
        assertThrows(GpuUnavailableException.class, () -> GpuDevice.over(driver, kept, true)
                .close());
        assertEquals(List.of("inputs is 1073741824, and the driver declares 3"), heard);
    }
}

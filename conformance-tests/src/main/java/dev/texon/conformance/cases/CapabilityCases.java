package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Launcher;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether what an adapter declares is what it does, and whether that is enough for deep learning. */
public final class CapabilityCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(Lab.perFormat("capability/declared", format, "CAP-1")
                    .checks("What the API declares for " + format + " was measured to work.")
                    .lookAt(Launcher.command() + " capabilities, which shows both")
                    .body(trial -> declared(trial, format)));
        }
        cases.add(ConformanceCase.of("capability/storage", "CAP-2")
                .checks("Some format that can be drawn to keeps the 11 bits that deep learning needs.")
                .lookAt("the float extensions of the API")
                .body(CapabilityCases::storage));
        cases.add(ConformanceCase.of("capability/numerics", "CAP-3")
                .checks("The fragment stage computes with 24 significant bits and makes Inf and NaN.")
                .lookAt("highp in the fragment stage")
                .body(CapabilityCases::numerics));
        cases.add(ConformanceCase.of("capability/texture-size", "CAP-4")
                .checks("Textures with the longest side that is declared were allocated, drawn and read.")
                .lookAt("memory of the GPU")
                .body(CapabilityCases::textureSize));
        cases.add(ConformanceCase.of("capability/render-targets", "CAP-6")
                .checks(
                        "As many render targets as are declared were drawn at once to the widest format, each with its own value.")
                .lookAt("bytes that a tiled GPU holds for a pixel, and outputs that go to other targets")
                .body(CapabilityCases::renderTargets));
        cases.add(ConformanceCase.of("capability/profile", "CAP-5")
                .checks("Opening the adapter again measures the same.")
                .lookAt("a measurement that depends on what memory held before")
                .body(CapabilityCases::profile));
        return cases;
    }

    private static void renderTargets(Trial trial) {
        Limits limits = trial.capabilities().limits();
        trial.measured("declared targets", limits.declaredRenderTargets(), "textures");
        trial.check(
                limits.renderTargets() == limits.declaredRenderTargets(),
                () -> limits.declaredRenderTargets() + " render targets are declared, and " + limits.renderTargets()
                        + " work at once.");
    }

    private static void declared(Trial trial, TextureFormat format) {
        FormatSupport support = trial.capabilities().format(format);
        Set<FormatFeature> missing = EnumSet.noneOf(FormatFeature.class);
        missing.addAll(support.declared());
        missing.removeAll(support.measured());
        trial.measured("declared features", support.declared().size(), "of " + FormatFeature.values().length);
        trial.measured("filter bits", support.filterBits(), "bits");
        trial.check(
                missing.isEmpty(),
                () -> format + " declares " + missing + ", which does not work here; filter bits "
                        + support.filterBits() + ", mipmap error " + support.mipmapError() + ".");
    }

    private static void storage(Trial trial) {
        Capabilities can = trial.capabilities();
        boolean full = can.supports(TextureFormat.RGBA32F, FormatFeature.RENDER);
        boolean half = can.supports(TextureFormat.RGBA16F, FormatFeature.RENDER);
        TextureFormat widest = full ? TextureFormat.RGBA32F : half ? TextureFormat.RGBA16F : TextureFormat.RGBA8;
        trial.measured(
                "significant bits of the widest target", widest.elementType().significantBits(), "bits");
        if (!full && !half) {
            trial.warn("Only bytes can be drawn to: 8 bits, and deep learning needs at least 11.");
        }
    }

    private static void numerics(Trial trial) {
        Numerics numerics = trial.capabilities().numerics();
        trial.measured("significant bits", numerics.significantBits(), "bits");
        if (numerics.significantBits() < 24) {
            trial.warn("The fragment stage has " + numerics.significantBits()
                    + " significant bits; binary32 has 24, and deep learning needs at least 11.");
        }
        if (!numerics.infinity()) {
            trial.warn("Overflow does not become infinite.");
        }
        if (!numerics.nan()) {
            trial.warn("Inf - Inf does not become NaN.");
        }
    }

    private static void textureSize(Trial trial) {
        Limits limits = trial.capabilities().limits();
        trial.measured("declared side", limits.declaredTextureSize(), "texels");
        trial.measured("measured side", limits.textureSize(), "texels", "the declared side");
        trial.check(
                limits.textureSize() == limits.declaredTextureSize(),
                () -> "A side of " + limits.declaredTextureSize() + " texels is declared, and " + limits.textureSize()
                        + " work.");
    }

    private static void profile(Trial trial) throws Exception {
        Capabilities again = trial.measureAnother().capabilities();
        trial.check(
                again.equals(trial.capabilities()),
                () -> "The first measurement is " + trial.capabilities() + ", the second " + again + ".");
    }
}

package dev.texon.cli;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A device profile as text. */
final class CapabilitiesText {
    private final Style style;

    @Inject
    CapabilitiesText(Style style) {
        this.style = style;
    }

    List<String> lines(DeviceProfile profile) {
        DeviceInfo device = profile.device();
        Capabilities capabilities = profile.capabilities();
        List<String> lines = new ArrayList<>();
        lines.addAll(new Table()
                .row("adapter", device.backend() + "/" + device.adapter())
                .row("API", device.api())
                .row("renderer", device.renderer())
                .row("vendor", device.vendor())
                .row("version", device.version())
                .lines());
        lines.add("");
        lines.addAll(formats(capabilities));
        lines.add("yes: declared and works.  BROKEN: declared, but does not work.  works: not declared, but works.");
        lines.add("filter bits: of a linear filter's weights.  mipmap error: relative to the largest texel.");
        lines.add("");
        Table features = new Table();
        for (Feature feature : Feature.values()) {
            features.row(feature.name(), capabilities.supports(feature) ? style.good("yes") : "-");
        }
        lines.addAll(features.lines());
        lines.add("");
        lines.addAll(limits(capabilities.limits()));
        lines.add("");
        lines.addAll(numerics(capabilities.numerics()));
        return lines;
    }

    private List<String> formats(Capabilities capabilities) {
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("FORMAT"));
        for (FormatFeature feature : FormatFeature.values()) {
            head.add(feature.name());
        }
        head.addAll(List.of("filter bits", "mipmap error"));
        table.row(head);
        for (TextureFormat format : TextureFormat.values()) {
            FormatSupport support = capabilities.format(format);
            List<String> row = new ArrayList<>(List.of(format.name()));
            for (FormatFeature feature : FormatFeature.values()) {
                row.add(cell(
                        support.declared().contains(feature), support.measured().contains(feature)));
            }
            row.add(support.filterBits() == 0 ? "-" : String.valueOf(support.filterBits()));
            row.add(
                    Double.isNaN(support.mipmapError())
                            ? "-"
                            : String.format(Locale.ROOT, "%.2g", support.mipmapError()));
            table.row(row);
        }
        return table.lines();
    }

    private String cell(boolean declared, boolean measured) {
        if (declared) {
            return measured ? style.good("yes") : style.bad("BROKEN");
        }
        return measured ? style.warning("works") : "-";
    }

    private static String turns(Limits limits) {
        return limits.loopTurns() >= Limits.MOST_LOOP_TURNS
                ? Limits.MOST_LOOP_TURNS + " or more"
                : limits.loopTurns() + ", then loops end silently";
    }

    private static List<String> limits(Limits limits) {
        return new Table()
                .row("texture size", limits.textureSize() + " texels (declared " + limits.declaredTextureSize() + ")")
                .row("inputs of a program", String.valueOf(limits.inputs()))
                .row("render targets", limits.renderTargets() + " (declared " + limits.declaredRenderTargets() + ")")
                .row("uniform vectors", String.valueOf(limits.uniformVectors()))
                .row("turns of loops", turns(limits))
                .lines();
    }

    private static List<String> numerics(Numerics numerics) {
        return new Table()
                .row("significant bits of highp", String.valueOf(numerics.significantBits()))
                .row("overflow gives Inf", numerics.infinity() ? "yes" : "no")
                .row("Inf - Inf gives NaN", numerics.nan() ? "yes" : "no")
                .row("subnormals", numerics.subnormals() ? "kept" : "flushed to zero")
                .lines();
    }
}

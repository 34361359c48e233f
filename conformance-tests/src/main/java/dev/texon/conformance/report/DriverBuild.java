package dev.texon.conformance.report;

import dev.texon.conformance.report.Report.AdapterReport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The builds of driver and browser behind an adapter, as far as they tell themselves. */
public final class DriverBuild {
    private static final Pattern BROWSER =
            Pattern.compile("\\b(?:Headless)?(?:Chrom(?:e|ium)|Firefox|Edge?|Safari)[ /][\\d.]+");

    private DriverBuild() {}

    /** For example {@code Driver: OpenGL ES 3.2 Mesa 22.3.6}; empty if the adapter did not open. */
    public static String of(AdapterReport adapter) {
        String version = adapter.version();
        if (version == null) {
            return "";
        }
        Matcher browser = BROWSER.matcher(version);
        if (!browser.find()) {
            return "Driver: " + version;
        }
        String renderer = adapter.renderer() == null ? "" : adapter.renderer();
        return "Browser: " + browser.group().replace('/', ' ') + " · driver: "
                + GpuName.translator(renderer)
                        .map(driver -> driver + ", by ANGLE")
                        .orElse("the browser does not tell");
    }
}

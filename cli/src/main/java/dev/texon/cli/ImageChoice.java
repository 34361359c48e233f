package dev.texon.cli;

import dev.texon.gpu.UsageException;
import dev.texon.networks.Shape;
import dev.texon.networks.data.ImageColor;
import dev.texon.networks.data.ImageFit;
import dev.texon.networks.data.ImageOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the images of a data set become samples. */
final class ImageChoice {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})(?:[x×]([1-9][0-9]{0,4}))?");

    @Option(
            names = "--size",
            paramLabel = "HEIGHTxWIDTH",
            description = "Scale images to this size, or to SIZExSIZE (default: they all have one size already).")
    private @Nullable String size;

    @Option(
            names = "--fit",
            paramLabel = "cover|contain|stretch",
            description =
                    "How --size treats other aspect ratios: crop, fill with the background, or stretch, as predict "
                            + "does (default: ${DEFAULT-VALUE}).",
            defaultValue = "stretch")
    private String fit = "stretch";

    @Option(
            names = "--color",
            paramLabel = "auto|grey|rgb|rgba",
            description = "Channels of images; auto: grey if all images are, else rgb (default: ${DEFAULT-VALUE}).",
            defaultValue = "auto")
    private String color = "auto";

    @Option(
            names = "--background",
            paramLabel = "RRGGBB",
            description = "The colour that transparent images lie on (default: ${DEFAULT-VALUE}, white).",
            defaultValue = "ffffff")
    private String background = "ffffff";

    @Option(names = "--skip-bad", description = "Leave out images that cannot be read, and say how many.")
    private boolean skipBad;

    ImageOptions options() {
        ImageOptions options = ImageOptions.defaults()
                .withColor(one(ImageColor.class, "--color", color))
                .withFit(one(ImageFit.class, "--fit", fit))
                .withBackground(background())
                .withSkipBad(skipBad);
        if (size == null) {
            return options;
        }
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new UsageException("--size is '" + size + "'; take HEIGHTxWIDTH in pixels, for example 64x64.");
        }
        String width = matcher.group(2);
        return options.withSize(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(width == null ? matcher.group(1) : width));
    }

    /** For a network of this input, which says the size and the channels that no option says. */
    ImageOptions options(Shape input) {
        ImageOptions options = options();
        if (size == null && !input.isFlat()) {
            options = options.withSize(input.height(), input.width());
        }
        if (!color.equals("auto")) {
            return options;
        }
        return switch (input.channels()) {
            case 1 -> options.withColor(ImageColor.GREY);
            case 3 -> options.withColor(ImageColor.RGB);
            case 4 -> options.withColor(ImageColor.RGBA);
            default -> options;
        };
    }

    private int background() {
        if (!background.matches("#?[0-9a-fA-F]{6}")) {
            throw new UsageException(
                    "--background is '" + background + "'; take six hexadecimal digits, for example ffffff for white.");
        }
        return Integer.parseInt(background.substring(background.length() - 6), 16);
    }

    private static <E extends Enum<E>> E one(Class<E> type, String option, String value) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw new UsageException(option + " is '" + value + "'; take one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .toList())
                + ".");
    }

    /** The options that are not as by default, each with a space before it. */
    String asOptions() {
        return (size == null ? "" : " --size " + size)
                + (fit.equals("stretch") ? "" : " --fit " + fit)
                + (color.equals("auto") ? "" : " --color " + color)
                + (background.equals("ffffff") ? "" : " --background " + background)
                + (skipBad ? " --skip-bad" : "");
    }
}

package dev.texon.web;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A small network of neurons, white on a colour. Pixels are computed one by one: a Java without fonts or a display draws it as well.
 *
 * @param hue of the ground, a share of the circle of colours
 */
record AppIcon(float hue) {
    /** Columns of neurons, of how many. */
    private static final int[] LAYERS = {3, 4, 2};
    /** All lengths are shares of the icon's width. */
    private static final double DISTANCE = 0.23;

    private static final double SPREAD = 0.19;
    private static final double NEURON = 0.062;
    private static final double LINE = 0.008;
    private static final double CORNER = 0.2;
    /** Platforms cut a maskable icon to a circle that holds four fifths of its width. */
    private static final double MASKABLE = 0.82;

    /** Icons of different titles mostly have different colours. */
    static AppIcon of(String title) {
        return new AppIcon(((title.hashCode() * 0x9E3779B9) >>> 8) / (float) (1 << 24));
    }

    /** @param maskable whether the ground fills the square, and what matters is in its middle */
    byte[] png(int size, boolean maskable) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        List<List<double[]>> layers = layers();
        double scale = maskable ? 1 / MASKABLE : 1;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double across = (x + 0.5) / size - 0.5;
                double down = (y + 0.5) / size - 0.5;
                double pixel = 1.0 / size;
                double ground = maskable ? 1 : covered(-corner(across, down), pixel);
                int white = (int) Math.round(255 * ink(layers, across * scale, down * scale, pixel * scale));
                image.setRGB(x, y, (mixed(down, white) & 0xffffff) | ((int) Math.round(255 * ground) << 24));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static List<List<double[]>> layers() {
        List<List<double[]>> layers = new ArrayList<>();
        for (int i = 0; i < LAYERS.length; i++) {
            List<double[]> layer = new ArrayList<>();
            for (int j = 0; j < LAYERS[i]; j++) {
                layer.add(new double[] {(i - (LAYERS.length - 1) / 2.0) * DISTANCE, (j - (LAYERS[i] - 1) / 2.0) * SPREAD
                });
            }
            layers.add(layer);
        }
        return layers;
    }

    /** How much of a pixel is white: connections are half so. */
    private static double ink(List<List<double[]>> layers, double x, double y, double pixel) {
        double neurons = 0;
        double lines = 0;
        for (int i = 0; i < layers.size(); i++) {
            for (double[] to : layers.get(i)) {
                neurons = Math.max(neurons, covered(NEURON - Math.hypot(x - to[0], y - to[1]), pixel));
                for (double[] from : i == 0 ? List.<double[]>of() : layers.get(i - 1)) {
                    lines = Math.max(lines, covered(LINE - toLine(x, y, from, to), pixel));
                }
            }
        }
        return Math.max(neurons, 0.5 * lines);
    }

    /** The distance from the line between two points. */
    private static double toLine(double x, double y, double[] from, double[] to) {
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        double at = Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)));
        return Math.hypot(x - from[0] - at * dx, y - from[1] - at * dy);
    }

    /** The distance from the square with round corners; negative inside. */
    private static double corner(double x, double y) {
        double dx = Math.abs(x) - 0.5 + CORNER;
        double dy = Math.abs(y) - 0.5 + CORNER;
        return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - CORNER;
    }

    /** The share of a pixel that lies so deep inside. */
    private static double covered(double depth, double pixel) {
        return Math.max(0, Math.min(1, depth / pixel + 0.5));
    }

    /** The ground, darker from the top down, with so much white of 255 on it. */
    private int mixed(double down, int white) {
        Color ground = Color.getHSBColor(hue, 0.72f, (float) (0.7 - 0.25 * down));
        int mixed = 0;
        for (int channel : new int[] {ground.getRed(), ground.getGreen(), ground.getBlue()}) {
            mixed = mixed << 8 | channel + (255 - channel) * white / 255;
        }
        return mixed;
    }
}

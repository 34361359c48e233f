package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.LearningCurve;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Pictures of numbers, as PNG files. */
final class Curve {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;
    private static final Color[] COLOURS = {
        new Color(0x1f77b4),
        new Color(0xd62728),
        new Color(0x2ca02c),
        new Color(0xff7f0e),
        new Color(0x9467bd),
        new Color(0x17becf),
        new Color(0x8c564b),
        new Color(0x7f7f7f)
    };

    private Curve() {}

    /** Whether Java can write text into a picture here: on a system without fonts it fails, by an exception or an error. */
    static boolean drawable() {
        try {
            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                    .createGraphics()
                    .getFontMetrics(JFreeChart.DEFAULT_TITLE_FONT)
                    .stringWidth("0");
            return true;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false;
        }
    }

    /** Losses, and accuracies if there are any, over epochs, and which epoch was the best. */
    static void write(String title, LearningCurve curve, int stepsPerEpoch, Path file) throws IOException {
        XYSeries loss = new XYSeries("training loss");
        XYSeries accuracy = new XYSeries("training accuracy");
        long steps = curve.firstStep();
        for (LearningCurve.Stretch point : curve.points()) {
            steps += point.steps();
            if (2 * point.steps() < curve.stepsOfAPoint()) {
                // The last one, as long as it stands for few samples.
                continue;
            }
            double epochs = steps / (double) stepsPerEpoch;
            loss.add(epochs, point.loss());
            if (!Double.isNaN(point.accuracy())) {
                accuracy.add(epochs, 100 * point.accuracy());
            }
        }
        XYSeries testLoss = new XYSeries("validation loss");
        XYSeries testAccuracy = new XYSeries("validation accuracy");
        for (LearningCurve.Epoch epoch : curve.epochs()) {
            LearningCurve.Validation validation = epoch.validation();
            if (validation != null) {
                testLoss.add(epoch.number(), validation.loss());
                if (!Double.isNaN(validation.accuracy())) {
                    testAccuracy.add(epoch.number(), 100 * validation.accuracy());
                }
            }
        }
        CombinedDomainXYPlot plots = new CombinedDomainXYPlot(new NumberAxis("epochs"));
        plots.add(plot("loss", 0, loss, testLoss));
        if (!accuracy.isEmpty()) {
            plots.add(plot("accuracy in %", 2, accuracy, testAccuracy));
        }
        LearningCurve.Epoch best = curve.best();
        if (best != null) {
            mark(plots, best.number(), 2L * stepsPerEpoch * best.number() > steps);
        }
        write(title, plots, file);
    }

    private static void mark(CombinedDomainXYPlot plots, int epoch, boolean right) {
        ValueMarker line = new ValueMarker(epoch, Color.GRAY, new BasicStroke(1f));
        line.setLabel(" best: epoch " + epoch + " ");
        line.setLabelBackgroundColor(Color.WHITE);
        // There is room towards the middle.
        line.setLabelAnchor(right ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
        line.setLabelTextAnchor(right ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
        ValueMarker unlabelled = new ValueMarker(epoch, Color.GRAY, new BasicStroke(1f));
        List<XYPlot> all = plots.getSubplots();
        // Accuracies run along the top, where the label would cover them.
        IntStream.range(0, all.size()).forEach(i -> all.get(i).addDomainMarker(i == 0 ? line : unlabelled));
    }

    /** Lines over one axis; a line of few points shows them. */
    static XYPlot plot(String axis, int firstColour, XYSeries... lines) {
        XYSeriesCollection collection = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        for (int i = 0; i < lines.length; i++) {
            collection.addSeries(lines[i]);
            renderer.setSeriesPaint(i, COLOURS[(firstColour + i) % COLOURS.length]);
            renderer.setSeriesStroke(i, new BasicStroke(1.5f));
            renderer.setSeriesShapesVisible(i, lines[i].getItemCount() <= 40);
        }
        NumberAxis range = new NumberAxis(axis);
        range.setAutoRangeIncludesZero(false);
        XYPlot plot = new XYPlot(collection, null, range, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        return plot;
    }

    static void write(String title, XYPlot plot, Path file) throws IOException {
        JFreeChart chart = new JFreeChart(title, plot);
        chart.setBackgroundPaint(Color.WHITE);
        UserFiles.replace(file, out -> ChartUtils.writeChartAsPNG(out, chart, WIDTH, HEIGHT));
    }
}

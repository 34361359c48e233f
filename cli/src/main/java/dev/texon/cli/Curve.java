package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Evaluation;
import dev.texon.networks.Training;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
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

    /** The picture that belongs to a network's file, beside it: {@code fashion-curve.png} of {@code fashion.texon}. */
    static Path beside(Path network) {
        String name = UserFiles.name(network);
        int dot = name.lastIndexOf('.');
        return network.resolveSibling((dot <= 0 ? name : name.substring(0, dot)) + "-curve.png");
    }

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

    /** Losses, and accuracies if there are any, over epochs. */
    static void write(String title, History history, Path file) throws IOException {
        XYSeries loss = new XYSeries("training loss");
        for (Training.Report report : history.reports()) {
            loss.add(report.epochs(), report.loss());
        }
        XYSeries testLoss = new XYSeries("validation loss");
        XYSeries accuracy = new XYSeries("training accuracy");
        XYSeries testAccuracy = new XYSeries("validation accuracy");
        for (History.Epoch epoch : history.epochs()) {
            Evaluation test = epoch.test();
            if (!Double.isNaN(epoch.accuracy())) {
                accuracy.add(epoch.number(), 100 * epoch.accuracy());
            }
            if (test != null) {
                testLoss.add(epoch.number(), test.loss());
                if (test.classes() > 0) {
                    testAccuracy.add(epoch.number(), 100 * test.accuracy());
                }
            }
        }
        CombinedDomainXYPlot plots = new CombinedDomainXYPlot(new NumberAxis("epochs"));
        plots.add(plot("loss", 0, loss, testLoss));
        if (!accuracy.isEmpty()) {
            plots.add(plot("accuracy in %", 2, accuracy, testAccuracy));
        }
        write(title, plots, file);
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

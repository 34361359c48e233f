package dev.texon.cli;

import dev.texon.networks.Evaluation;
import dev.texon.networks.LearningCurve;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers and words as the commands print them. */
final class Figures {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private Figures() {}

    /** A share of 1, for example {@code 87.31 %}. */
    static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    static String loss(double loss) {
        return String.format(Locale.ROOT, Math.abs(loss) < 1000 ? "%.4f" : "%.3g", loss);
    }

    /** What an epoch or an evaluation comes to; data sets whose targets are numbers have no accuracy. */
    static String result(double loss, double accuracy) {
        return "loss " + loss(loss) + (Double.isNaN(accuracy) ? "" : ", accuracy " + percent(accuracy));
    }

    /** As {@link #result(double, double)}; of targets that are numbers the mean absolute error and R². */
    static String result(Evaluation evaluation) {
        return result(evaluation.loss(), evaluation.accuracy(), evaluation.meanAbsoluteError(), evaluation.r2());
    }

    private static String result(double loss, double accuracy, double meanAbsoluteError, double r2) {
        return result(loss, accuracy)
                + (Double.isNaN(r2)
                        ? ""
                        : ", MAE " + loss(meanAbsoluteError) + String.format(Locale.ROOT, ", R2 %.4f", r2));
    }

    /** What an epoch comes to: of the validation samples if there are any, else of those it was trained on. */
    static String judged(LearningCurve.Epoch epoch) {
        LearningCurve.Validation validation = epoch.validation();
        return validation == null
                ? "training " + result(epoch.training().loss(), epoch.training().accuracy())
                : "validation "
                        + result(
                                validation.loss(),
                                validation.accuracy(),
                                validation.meanAbsoluteError(),
                                validation.r2());
    }

    /** For example {@code 5:07} or {@code 1:05:07}. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** Without a fraction where there is none. */
    static String number(double number) {
        return number == Math.rint(number) ? String.valueOf(Math.round(number)) : String.valueOf(number);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 100 ? "%.1f s" : "%.0f s", seconds);
    }

    static String count(long number, String one) {
        return count(number, one, one + "s");
    }

    static String count(long number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    /** A word as a shell reads it back. */
    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

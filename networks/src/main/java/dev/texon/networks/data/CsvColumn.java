package dev.texon.networks.data;

import java.util.HashSet;
import java.util.Set;

/** What the values of a column are like. */
final class CsvColumn {
    /** More different values than this are not counted. */
    static final int MAX_VALUES = 4096;

    private final boolean commas;
    private final boolean counted;
    private final Set<String> values = new HashSet<>();
    private String text = "";
    private int numbers;
    private int texts;
    private int empty;
    private boolean fractions;
    private boolean dots;
    private boolean decimalCommas;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private double first = Double.NaN;
    private boolean consecutive = true;

    /**
     * @param commas whether numbers may have decimal commas
     * @param counted whether different values are counted
     */
    CsvColumn(boolean commas, boolean counted) {
        this.commas = commas;
        this.counted = counted;
    }

    void add(String field) {
        if (counted && values.size() <= MAX_VALUES) {
            values.add(field);
        }
        if (field.isEmpty()) {
            empty++;
            consecutive = false;
            return;
        }
        float number = CsvNumber.of(field, commas);
        if (Float.isNaN(number)) {
            text = texts == 0 ? field : text;
            texts++;
            consecutive = false;
            return;
        }
        if (numbers == 0) {
            first = number;
        }
        consecutive &= number == first + numbers;
        numbers++;
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
        fractions |= number != Math.rint(number);
        dots |= field.indexOf('.') >= 0;
        decimalCommas |= commas && CsvNumber.hasComma(field);
    }

    /** A row before all others, as the first one is if it is no header. */
    void addBefore(String field) {
        boolean onward = consecutive && (rows() == 0 || CsvNumber.of(field, commas) == first - 1);
        add(field);
        consecutive = onward && CsvNumber.is(field, commas);
        if (consecutive) {
            first = least;
        }
    }

    int rows() {
        return numbers + texts + empty;
    }

    /** Different values; one more than {@link #MAX_VALUES} if there are more. */
    int different() {
        return values.size();
    }

    /** Nothing else than numbers, and some. */
    boolean isNumeric() {
        return numbers > 0 && texts == 0;
    }

    /** More texts than numbers: a column of numbers may have a wrong one. */
    boolean isText() {
        return texts > numbers;
    }

    boolean isEmpty() {
        return empty == rows();
    }

    /** The first that is no number. */
    String text() {
        return text;
    }

    boolean hasFractions() {
        return fractions;
    }

    boolean hasDots() {
        return dots;
    }

    boolean hasDecimalCommas() {
        return decimalCommas;
    }

    boolean isWhole() {
        return isNumeric() && empty == 0 && !fractions;
    }

    /** n, n + 1 and so on, from 0 or 1. */
    boolean numbersRows() {
        return isWhole() && consecutive && (first == 0 || first == 1);
    }

    /** Whole numbers, all different as far as they are counted. */
    boolean identifiesRows() {
        return isWhole() && values.size() == Math.min(rows(), MAX_VALUES + 1);
    }

    /** Few whole numbers, each for two rows on the average. */
    boolean mayBeClasses() {
        return isWhole() && values.size() > 1 && values.size() <= 100 && 2 * values.size() <= rows();
    }

    /** 0 or 1 and all up to the greatest, or -1 and 1. */
    boolean countsClasses() {
        boolean fromStart = (least == 0 || least == 1) && values.size() == greatest - least + 1;
        boolean signs = values.size() == 2 && least == -1 && greatest == 1;
        return mayBeClasses() && (fromStart || signs);
    }

    /** Numbers of which most rows have one of their own, or with fractions more than twenty. */
    boolean mayBeQuantity() {
        boolean most = 2 * values.size() > rows();
        return isNumeric() && (fractions ? most || values.size() > 20 : most && values.size() > 20);
    }
}

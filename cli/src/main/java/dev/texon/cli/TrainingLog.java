package dev.texon.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.networks.LearningCurve;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A line for each epoch, as CSV and as JSON, for other tools. */
final class TrainingLog {
    private static final List<String> COLUMNS = List.of(
            "epoch",
            "steps",
            "time",
            "training_loss",
            "training_accuracy",
            "validation_loss",
            "validation_accuracy",
            "mean_absolute_error",
            "r2");
    private static final Pattern EPOCH = Pattern.compile("^(?:\\{\"epoch\":)?([0-9]{1,9}),.*");

    private final JsonMapper mapper = new JsonMapper();
    private final GrowingFile csv;
    private final GrowingFile json;
    private int stepsPerEpoch;

    TrainingLog(Path csv, Path json) {
        this.csv = new GrowingFile(csv, List.of(String.join(",", COLUMNS)));
        this.json = new GrowingFile(json, List.of());
    }

    /**
     * Writes the epochs that are over: their lines where they are known, else what the curve says, without their times.
     *
     * @param epochs that are over; those after them come again
     * @param own whether the lines that are there are of this training
     */
    void begin(int epochs, int steps, LearningCurve curve, boolean own) throws IOException {
        stepsPerEpoch = steps;
        Map<Integer, String> rows = new TreeMap<>();
        Map<Integer, String> objects = new TreeMap<>();
        for (LearningCurve.Epoch epoch : curve.epochs()) {
            Map<String, Object> values = values(epoch, "");
            rows.put(epoch.number(), row(values));
            objects.put(epoch.number(), object(values));
        }
        if (own) {
            keep(csv.lines(), epochs, rows);
            keep(json.lines(), epochs, objects);
        }
        csv.begin(List.copyOf(rows.values()));
        json.begin(List.copyOf(objects.values()));
    }

    private static void keep(List<String> lines, int epochs, Map<Integer, String> kept) {
        for (String line : lines) {
            Matcher match = EPOCH.matcher(line);
            if (match.matches() && Integer.parseInt(match.group(1)) <= epochs) {
                kept.put(Integer.valueOf(match.group(1)), line);
            }
        }
    }

    /** Writes a line, and those that could not be written before. */
    void add(LearningCurve.Epoch epoch) throws IOException {
        Map<String, Object> values =
                values(epoch, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        csv.add(row(values));
        json.add(object(values));
        write();
    }

    /** Writes what waits. */
    void write() throws IOException {
        csv.write();
        json.write();
    }

    private Map<String, Object> values(LearningCurve.Epoch epoch, String time) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epoch", epoch.number());
        values.put("steps", (long) epoch.number() * stepsPerEpoch);
        values.put("time", time);
        values.put("training_loss", epoch.training().loss());
        values.put("training_accuracy", epoch.training().accuracy());
        LearningCurve.Validation validation = epoch.validation();
        if (validation != null) {
            values.put("validation_loss", validation.loss());
            values.put("validation_accuracy", validation.accuracy());
            values.put("mean_absolute_error", validation.meanAbsoluteError());
            values.put("r2", validation.r2());
        }
        // What there is none of has no place in JSON, and is empty in CSV.
        values.values().removeIf(value -> value.equals("") || value.equals(Double.NaN));
        return values;
    }

    private static String row(Map<String, Object> values) {
        return COLUMNS.stream()
                .map(column -> String.valueOf(values.getOrDefault(column, "")))
                .collect(Collectors.joining(","));
    }

    private String object(Map<String, Object> values) {
        ObjectNode object = mapper.valueToTree(values);
        return object.toString();
    }
}

package dev.texon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes what a network makes of samples, one after another. */
interface PredictionWriter {
    /**
     * Writes one.
     *
     * @param number which of the file's samples it is, from 1; null if the file is one
     */
    void write(String file, @Nullable Integer number, float[] outputs);

    /** Lines for a person, with the most probable classes. */
    static PredictionWriter text(PrintWriter out, Style style, List<String> classes, int top) {
        return (file, number, outputs) -> out.println(style.strong(file + (number == null ? "" : " sample " + number))
                + ": "
                + (classes.isEmpty()
                        ? IntStream.range(0, outputs.length)
                                .mapToObj(i -> String.format(Locale.ROOT, "%.6g", outputs[i]))
                                .collect(Collectors.joining(", "))
                        : best(outputs)
                                .limit(top)
                                .mapToObj(i -> PlainText.name(classes.get(i)) + " " + Figures.percent(outputs[i]))
                                .collect(Collectors.joining(", "))));
    }

    private static IntStream best(float[] outputs) {
        return IntStream.range(0, outputs.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> outputs[i]).reversed())
                .mapToInt(i -> i);
    }

    /** A JSON object in each line, in ASCII, so that names come back as they are. */
    static PredictionWriter json(PrintWriter out, List<String> classes) {
        JsonMapper mapper =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        return (file, number, outputs) -> {
            ObjectNode object = mapper.createObjectNode().put("file", file);
            if (number != null) {
                object.put("sample", number);
            }
            if (!classes.isEmpty()) {
                object.put("class", classes.get(best(outputs).findFirst().orElseThrow()));
            }
            ArrayNode numbers = mapper.createArrayNode();
            for (float output : outputs) {
                numbers.add(output);
            }
            if (classes.isEmpty()) {
                object.set("outputs", numbers);
            } else {
                ObjectNode probabilities = object.putObject("probabilities");
                IntStream.range(0, outputs.length).forEach(i -> probabilities.put(classes.get(i), outputs[i]));
            }
            try {
                out.println(mapper.writeValueAsString(object));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A prediction cannot be written as JSON: " + e.getMessage(), e);
            }
        };
    }

    /** CSV with a header: file, sample, class, and a column for each class or number. */
    static PredictionWriter csv(PrintWriter out, List<String> classes, int outputCount) {
        List<String> header = new ArrayList<>(List.of("file", "sample"));
        if (classes.isEmpty()) {
            IntStream.rangeClosed(1, outputCount).forEach(i -> header.add("output " + i));
        } else {
            header.add("class");
            header.addAll(classes);
        }
        out.println(line(header));
        return (file, number, outputs) -> {
            List<String> row = new ArrayList<>(List.of(file, number == null ? "" : String.valueOf(number)));
            if (!classes.isEmpty()) {
                row.add(classes.get(best(outputs).findFirst().orElseThrow()));
            }
            for (float output : outputs) {
                row.add(String.valueOf(output));
            }
            out.println(line(row));
        };
    }

    private static String line(List<String> fields) {
        StringWriter line = new StringWriter();
        CsvWriter.builder().bufferSize(0).build(line).writeRecord(fields);
        return line.toString().stripTrailing();
    }
}

package dev.texon.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON, and back from files that anyone may have made: what is too large, damaged, incomplete or of another schema is
 * refused in one sentence. Numbers that JSON lacks are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. A null
 * is accepted only where the record says so by {@code @JsonSetter(nulls = Nulls.SET)}.
 */
public final class JsonFiles {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();

    /** What every file has, whatever else stands in it. */
    private record Head(int schema) {}

    private JsonFiles() {}

    /** A record as a JSON document in UTF-8. */
    public static byte[] bytes(Object value) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Reads a file whose top has a number {@code schema}.
     *
     * @param path the file
     * @param type of the record
     * @param schema the only one that is read
     * @param maxBytes the most that the file may hold
     * @param kind what it is, as a sentence begins, for example {@code Device profile}
     * @param advice how to come by a good one, as a sentence ends
     * @throws IOException if it cannot be read, is too large, damaged, or of another schema; the message names it
     */
    public static <T> T read(Path path, Class<T> type, int schema, int maxBytes, String kind, String advice)
            throws IOException {
        String name = kind + " '" + path + "'";
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(maxBytes + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(name + " does not exist; " + advice + ".", e);
        } catch (IOException e) {
            throw new IOException(name + " cannot be read (" + e.getMessage() + "); " + advice + ".", e);
        }
        if (bytes.length > maxBytes) {
            throw new IOException(name + " is larger than " + maxBytes + " bytes; " + advice + ".");
        }
        @Nullable T value;
        try {
            Head head = MAPPER.readerFor(Head.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(bytes);
            if (head != null && head.schema() != schema) {
                throw new IOException(name + " has schema " + head.schema() + ", and this version reads " + schema
                        + "; " + advice + ".");
            }
            value = MAPPER.readValue(bytes, type);
        } catch (JsonProcessingException e) {
            throw new IOException(name + " is damaged: " + problem(e) + "; " + advice + ".", e);
        } catch (CharConversionException e) {
            // Bytes that look like UTF-32 are no JSON to the parser, which then tells no place.
            throw new IOException(name + " is damaged: it is not UTF-8; " + advice + ".", e);
        }
        if (value == null) {
            throw new IOException(name + " is empty; " + advice + ".");
        }
        return value;
    }

    /** What is wrong, and where. */
    private static String problem(JsonProcessingException e) {
        String message = firstLine(e);
        if (e instanceof JsonMappingException && message.contains("`")) {
            // It speaks of classes.
            message = "what belongs there is something else";
        }
        JsonLocation place = e.getLocation();
        return (place == null || place.getLineNr() < 1 ? "" : "line " + place.getLineNr() + ": ") + message;
    }

    /** Without advice to programmers; it may quote the file, which must not steer the terminal. */
    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("")
                .replace("Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ", "")
                .replaceFirst("( \\(index \\d+\\))?; `DeserializationFeature.*", "")
                .replaceFirst("\\(byte\\[\\]\\)\"[^\"]*\"(\\[truncated \\d+ bytes\\])?", "the file")
                .replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}

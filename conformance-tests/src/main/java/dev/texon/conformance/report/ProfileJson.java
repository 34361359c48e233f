package dev.texon.conformance.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Device profiles as JSON. Numbers that JSON lacks are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
 */
public final class ProfileJson {
    private static final int SCHEMA = 1;
    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private record File(int schema, DeviceInfo device, Capabilities capabilities) {}

    private ProfileJson() {}

    public static String write(DeviceProfile profile) {
        try {
            return JSON.writeValueAsString(new File(SCHEMA, profile.device(), profile.capabilities())) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The device profile cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /** @throws IOException if the file cannot be read, is larger than 1 MiB, damaged, or of another schema */
    public static DeviceProfile read(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("Device profile '" + path + "' is larger than " + MAX_BYTES
                    + " bytes; save it anew with ./texon capabilities --save.");
        }
        @Nullable File file;
        try {
            file = JSON.readValue(bytes, File.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "Device profile '" + path + "' is damaged: " + e.getOriginalMessage()
                            + "; save it anew with ./texon capabilities --save.",
                    e);
        }
        if (file == null) {
            throw new IOException(
                    "Device profile '" + path + "' is empty; save it anew with ./texon capabilities --save.");
        }
        if (file.schema() != SCHEMA) {
            throw new IOException("Device profile '" + path + "' has schema " + file.schema()
                    + ", and this version reads " + SCHEMA + "; save it anew with ./texon capabilities --save.");
        }
        return new DeviceProfile(file.device(), file.capabilities());
    }
}

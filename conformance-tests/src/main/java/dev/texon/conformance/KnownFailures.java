package dev.texon.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.gpu.DeviceInfo;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drivers' faults that are known, as narrow data: the resource {@code dev/texon/conformance/known-failures.json}, wherever it
 * stands on the class path, is a list of entries. A failure that matches one is shown as known and does not make the run fail; a
 * case that an entry says fails and that does not fail makes the run fail, so that no entry outlives its fault.
 */
public final class KnownFailures {
    private static final String RESOURCE = "dev/texon/conformance/known-failures.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<Entry> entries;

    /**
     * One fault of one driver.
     *
     * @param backend id of the backend; null: whichever reaches the renderer
     * @param adapter id of the adapter; null: all of the backend, or of all
     * @param renderer text that the renderer's name contains
     * @param caseId id of the case, {@code case} in the file
     * @param message text that the failure's message contains
     * @param evidence why this is the driver's fault, and how one knows
     */
    public record Entry(
            @Nullable String backend,
            @Nullable String adapter,
            String renderer,
            @JsonProperty("case") String caseId,
            String message,
            String evidence) {

        boolean concerns(DeviceInfo device, String id) {
            return caseId.equals(id)
                    && (backend == null || backend.equals(device.backend()))
                    && (adapter == null || adapter.equals(device.adapter()))
                    && device.renderer().contains(renderer);
        }
    }

    /** @throws IllegalArgumentException if an entry lacks one of its parts (an empty text would match everything) */
    public KnownFailures(List<Entry> entries) {
        for (Entry entry : entries) {
            if (isBlank(entry.renderer())
                    || isBlank(entry.caseId())
                    || isBlank(entry.message())
                    || isBlank(entry.evidence())) {
                throw new IllegalArgumentException("Known failure " + entry
                        + " must name renderer, case, message and evidence; only backend and adapter may be left out.");
            }
        }
        this.entries = List.copyOf(entries);
    }

    /** @see #standard(List) */
    public static KnownFailures standard() {
        return standard(List.of());
    }

    /**
     * All that stand on the class path.
     *
     * @param further cases that an entry may name beside those of {@link Suite#standard()}
     * @throws IllegalArgumentException if an entry names no case: it would never match, and its fault would stay unnoticed
     */
    public static KnownFailures standard(List<ConformanceCase> further) {
        Set<String> ids = Stream.concat(Suite.standard().cases().stream(), further.stream())
                .map(ConformanceCase::id)
                .collect(Collectors.toSet());
        List<Entry> all = new ArrayList<>();
        try {
            for (URL url : Collections.list(KnownFailures.class.getClassLoader().getResources(RESOURCE))) {
                all.addAll(read(url, ids));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The known failures cannot be read: " + e.getMessage(), e);
        }
        return new KnownFailures(all);
    }

    /**
     * Reads one file.
     *
     * @param ids of all cases
     * @throws IOException if it is damaged; the message names it
     * @throws IllegalArgumentException if an entry names no case
     */
    static List<Entry> read(URL url, Set<String> ids) throws IOException {
        List<@Nullable Entry> all;
        try (InputStream in = url.openStream()) {
            all = JSON.readValue(in, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw damaged(url, place == null ? "" : " at line " + place.getLineNr(), e);
        } catch (CharConversionException e) {
            throw damaged(url, "", e);
        }
        if (all == null) {
            throw damaged(url, "", null);
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : all) {
            if (entry == null) {
                throw damaged(url, "", null);
            }
            entries.add(entry);
        }
        for (Entry entry : entries) {
            if (!isBlank(entry.caseId()) && !ids.contains(entry.caseId())) {
                throw new IllegalArgumentException("Known failure " + entry + " in '" + url + "' names the case '"
                        + entry.caseId()
                        + "', which the suite does not have; name an id that '" + Launcher.command()
                        + " conformance --list' prints, or"
                        + " remove the entry.");
            }
        }
        return entries;
    }

    private static IOException damaged(URL url, String place, @Nullable IOException cause) {
        return new IOException(
                "'" + url + "' is no list of known failures" + place + "; correct it, or remove it.", cause);
    }

    List<Entry> entries() {
        return entries;
    }

    /** The entry that explains a failure. */
    Optional<Entry> explains(DeviceInfo device, String caseId, String message) {
        return entries.stream()
                .filter(entry -> entry.concerns(device, caseId) && message.contains(entry.message()))
                .findFirst();
    }

    /** The entry that says that a case fails on a device. */
    Optional<Entry> expects(DeviceInfo device, String caseId) {
        return entries.stream().filter(entry -> entry.concerns(device, caseId)).findFirst();
    }

    /** JSON may leave out what the record demands. */
    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}

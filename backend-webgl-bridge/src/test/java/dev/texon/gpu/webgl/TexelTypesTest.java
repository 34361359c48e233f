package dev.texon.gpu.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.gl.GlElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's typed arrays against the driver's types of texels. */
final class TexelTypesTest {
    private static final Pattern ENTRY = Pattern.compile("\\[0x([0-9a-f]+), (?:Uint|Float)(\\d+)Array\\]");

    /** Bits of an array's element, by type of texels. */
    private static Map<Integer, Integer> ofPage() throws IOException {
        try (InputStream in = TexelTypesTest.class.getResourceAsStream("replay.js")) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<Integer, Integer> bits = new HashMap<>();
            for (MatchResult entry : ENTRY.matcher(page).results().toList()) {
                bits.put(Integer.parseInt(entry.group(1), 16), Integer.parseInt(entry.group(2)));
            }
            return bits;
        }
    }

    @Test
    void thePageHasAnArrayForEveryElementType() throws IOException {
        Map<Integer, Integer> page = ofPage();
        for (ElementType element : ElementType.values()) {
            GlElementType names = GlElementType.of(element);
            for (int type : new int[] {names.type(), names.legacyType()}) {
                assertEquals(
                        8 * element.bytes(),
                        page.get(type),
                        "replay.js: " + element + ", 0x" + Integer.toHexString(type));
            }
        }
    }

    @Test
    void thePageHasNoOtherTypes() throws IOException {
        for (int type : ofPage().keySet()) {
            assertTrue(GlElementType.elementType(type).isPresent(), "replay.js: 0x" + Integer.toHexString(type));
        }
    }
}

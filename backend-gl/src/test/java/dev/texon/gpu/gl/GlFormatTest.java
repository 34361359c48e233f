package dev.texon.gpu.gl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureFormat;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format in every API of the family. */
final class GlFormatTest {
    @ParameterizedTest
    @EnumSource
    void everyFormatHasRoomForItsChannels(GlApi api) {
        Set<Integer> internal = new HashSet<>();
        for (TextureFormat format : TextureFormat.values()) {
            GlFormat stored = GlFormat.of(api, format);
            assertEquals(api.legacy() ? 4 : format.channels(), stored.channels(), format + " in " + api);
            assertTrue(
                    internal.add(stored.internalFormat()) || api.legacy(), format + " in " + api + " is not another's");
        }
    }

    @ParameterizedTest
    @EnumSource
    void typesTellTheElementType(ElementType element) {
        GlElementType names = GlElementType.of(element);
        assertEquals(Optional.of(element), GlElementType.elementType(names.type()));
        assertEquals(Optional.of(element), GlElementType.elementType(names.legacyType()));
    }

    @Test
    void anotherTypeIsNoElementType() {
        assertEquals(Optional.empty(), GlElementType.elementType(0x1400));
    }

    @ParameterizedTest
    @EnumSource
    void openGlDeclaresAllOfEveryFormat(TextureFormat format) {
        Map<TextureFormat, Set<FormatFeature>> declared = new GlCapabilities(
                        new FakeGl(GlApi.GL).gl, Set.of(), any -> false)
                .declared()
                .formats();
        assertEquals(EnumSet.allOf(FormatFeature.class), declared.get(format));
    }
}

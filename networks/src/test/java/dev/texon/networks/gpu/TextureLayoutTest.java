package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Region;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where texels lie in textures that are too small for them as they are. */
class TextureLayoutTest {
    @Test
    void whatFitsLiesAsItIs() {
        TextureLayout layout = TextureLayout.of(16, 16, 16);
        assertFalse(layout.folded());
        assertEquals(16 * 3 + 5, layout.texel(5, 3));
        assertEquals(List.of(new Region(0, 4, 16, 7)), layout.regions(4, 7));
    }

    @Test
    void rowsGoOnInFolds() {
        TextureLayout layout = TextureLayout.of(3, 7, 6);
        assertEquals(new TextureLayout(3, 7, 1, 3, 4), layout);
        assertTrue(layout.folded());
        assertEquals(6, layout.width());
        assertEquals(4, layout.height());
        // Row 5 is the second of the second fold.
        assertEquals(6 + 3 + 2, layout.texel(2, 5));
        assertEquals(List.of(new Region(0, 2, 3, 2), new Region(3, 0, 3, 1)), layout.regions(2, 3));
        // With what is left over after row 6.
        assertEquals(List.of(new Region(3, 1, 3, 3)), layout.regions(5, 2));
    }

    @Test
    void longRowsAreCutIntoStrips() {
        TextureLayout layout = TextureLayout.of(10, 2, 6);
        assertEquals(new TextureLayout(10, 2, 2, 5, 4), layout);
        // Columns 5 to 9 of row 1 are the fourth line.
        assertEquals(5 * 3 + 4, layout.texel(9, 1));
        assertEquals(List.of(new Region(0, 2, 5, 2)), layout.regions(1, 1));
    }

    @Test
    void aTextureHoldsAsManyRowsAsAreSaid() {
        for (int side = 1; side <= 12; side++) {
            for (int columns = 1; columns <= 40; columns++) {
                int most = TextureLayout.mostRows(columns, side);
                if (most > 0) {
                    assertHolds(TextureLayout.of(columns, most, side), side);
                }
                TextureLayout more = TextureLayout.of(columns, most + 1, side);
                assertTrue(more.width() > side || more.height() > side, more::toString);
            }
        }
    }

    /** Each texel has a place of its own, in a region of its row. */
    private static void assertHolds(TextureLayout layout, int side) {
        assertTrue(layout.width() <= side && layout.height() <= side, layout::toString);
        Set<Integer> places = new HashSet<>();
        for (int row = 0; row < layout.rows(); row++) {
            List<Region> regions = layout.regions(row, 1);
            for (int column = 0; column < layout.columns(); column++) {
                int place = layout.texel(column, row);
                assertTrue(place < layout.width() * layout.height() && places.add(place), layout::toString);
                int x = place % layout.width();
                int y = place / layout.width();
                assertTrue(
                        regions.stream()
                                .anyMatch(region -> x >= region.x()
                                        && x < region.x() + region.width()
                                        && y >= region.y()
                                        && y < region.y() + region.height()),
                        layout::toString);
            }
        }
    }
}

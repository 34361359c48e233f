package dev.texon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
    private final Suite suite = new Suite(List.of(of("a/x/1"), of("b/x"), of("a/x/2"), of("a/xy")));

    private static ConformanceCase of(String id) {
        return ConformanceCase.of(id, "FAK-1").checks("x").lookAt("x").body(trial -> {});
    }

    private List<String> select(String... queries) {
        return suite.select(List.of(queries)).stream().map(ConformanceCase::id).toList();
    }

    @Test
    void queriesSelectIdsSubtreesOrAll() {
        assertEquals(List.of("a/x/1", "a/x/2", "a/xy", "b/x"), select());
        assertEquals(List.of("a/x/1", "a/x/2", "a/xy", "b/x"), select("*"));
        assertEquals(List.of("a/x/1", "a/x/2", "a/xy"), select("a/*"));
        assertEquals(List.of("a/x/1", "a/x/2"), select("a/x/*"));
        assertEquals(List.of("a/xy", "b/x"), select("b/x", "a/xy"));
    }

    @Test
    void aQueryThatSelectsNothingIsWrongAndNamesTheGroups() {
        for (String query : List.of("c/*", "a/x", "a", "")) {
            UsageException e = assertThrows(UsageException.class, () -> select("a/*", query));
            assertTrue(String.valueOf(e.getMessage()).endsWith("Groups: a, b."), e.getMessage());
        }
    }

    @Test
    void idsAreUnique() {
        assertThrows(IllegalArgumentException.class, () -> new Suite(List.of(of("a/x"), of("a/x"))));
    }

    @Test
    void malformedCasesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> of("nogroup"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ConformanceCase.of("a/b", "PRE4").checks("x").lookAt("x").body(trial -> {}));
        assertThrows(
                IllegalArgumentException.class,
                () -> ConformanceCase.of("a/b", "PRE-4").checks("x").body(trial -> {}));
    }
}

package dev.texon.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkipReportTest {
    /** Run by the test below alone: its name does not end as Maven looks for. */
    static final class Skipping {
        @Test
        void passes() {}

        @Test
        @Disabled("it is off")
        void disabled() {}

        @TestFactory
        Stream<DynamicNode> adapters() {
            return Stream.of(
                    DynamicTest.dynamicTest("there", () -> {}),
                    DynamicTest.dynamicTest("es2/mipmap", () -> Assumptions.abort("no mipmaps\n  of floats")));
        }
    }

    @Test
    void everySkipHasALineWithItsNamesAndItsReason() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            LauncherConfig alone = LauncherConfig.builder()
                    .enableTestExecutionListenerAutoRegistration(true)
                    .build();
            LauncherFactory.create(alone)
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectClass(Skipping.class))
                            .build());
        } finally {
            System.setOut(before);
        }
        List<String> lines =
                printed.toString(StandardCharsets.UTF_8).lines().sorted().toList();
        assertEquals(
                List.of(
                        "SKIPPED SkipReportTest$Skipping > adapters() > es2/mipmap: no mipmaps; of floats",
                        "SKIPPED SkipReportTest$Skipping > disabled(): it is off"),
                lines.stream()
                        .map(line -> line.replace("Assumption failed: ", ""))
                        .toList());
    }
}

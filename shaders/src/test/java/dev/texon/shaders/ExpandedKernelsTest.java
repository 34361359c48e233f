package dev.texon.shaders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Some kernels as drivers get them: what an edit of a kernel or of the expander changes is seen in the files of the folder expanded. */
class ExpandedKernelsTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/texon/shaders/expanded");

    private record Variant(String name, String kernel, Map<String, Integer> constants, List<Slot> slots) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Slot slot(String name, String file) {
        return new Slot(name, "networks/" + file, Optional.empty());
    }

    private static Map<String, Integer> with(Map<String, Integer> some, Map<String, Integer> others) {
        Map<String, Integer> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    static List<Variant> variants() {
        Map<String, Integer> window = Map.of(
                "KERNEL_HEIGHT", 3, "KERNEL_WIDTH", 3, "PADDING", 1, "STRIDE", 1, "IN_CHANNELS", 8, "IN_GROUPS", 2);
        Map<String, Integer> dense = Map.of(
                "KERNEL_HEIGHT", 1, "KERNEL_WIDTH", 1, "PADDING", 0, "STRIDE", 1, "IN_CHANNELS", 40, "IN_GROUPS", 10);
        Slot relu = slot("activation", "activate_relu");
        Slot floats = slot("store", "store_float");
        return List.of(
                new Variant(
                        "convolution_split",
                        "networks/convolution",
                        with(window, Map.of("TARGETS", 4, "SOURCES", 1, "PARTS", 2, "PART", 1)),
                        List.of(slot("rows", "rows_of_samples"), slot("epilogue", "epilogue_sum"))),
                new Variant(
                        "convolution_interleaved",
                        "networks/interleaved_convolution",
                        with(window, Map.of("TARGETS", 4, "SOURCES", 4, "ROWS", 6, "BELOW", 5)),
                        List.of(relu, slot("store", "store_half"))),
                new Variant("batch_normalization", "networks/batch_normalization", Map.of(), List.of(relu, floats)),
                new Variant(
                        "update_adam",
                        "networks/update_adam",
                        Map.of("CLIPPED", 1, "REGULARIZED", 1, "WRITES_W", 1, "WRITES_M", 1, "WRITES_S", 1),
                        List.of(floats, slot("store_state", "store_state_float"))),
                new Variant(
                        "dense_folded",
                        "networks/convolution",
                        with(
                                dense,
                                Map.of(
                                        "TARGETS",
                                        1,
                                        "SOURCES",
                                        1,
                                        "PARTS",
                                        1,
                                        "PART",
                                        10,
                                        "STRIPS_x0",
                                        2,
                                        "STRIPS_target",
                                        1)),
                        List.of(
                                new Slot("layouts", "networks/folded_input", Optional.of("x0")),
                                slot("layouts", "folded_weights"),
                                slot("layouts", "folded_fragment"),
                                slot("rows", "rows_of_samples"),
                                slot("epilogue", "epilogue_activation"),
                                relu,
                                floats)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void areAsTheyWere(Variant variant) throws IOException {
        String text = Expander.expand(variant.kernel(), variant.constants(), variant.slots())
                .text();
        Path file = FOLDER.resolve(variant.name() + ".glsl");
        if (Boolean.getBoolean("texon.renew")) {
            Files.writeString(file, text);
        }
        assertEquals(
                Files.readString(file),
                text,
                "The expansion has changed. If that is meant, run mvn -pl shaders test -Dtest=ExpandedKernelsTest "
                        + "-Dtexon.renew=true and look at the difference of the files.");
    }
}

package dev.texon.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
    private static List<String> selected(String... queries) {
        return Workloads.select(Workloads.all(), List.of(queries)).stream()
                .map(Workload::id)
                .toList();
    }

    @Test
    void queriesSelectInTheOrderOfAll() {
        assertEquals(List.of("matmul/256", "matmul/512", "matmul/1024", "step/cnn"), selected("step/cnn", "matmul/*"));
        assertEquals(Workloads.all().size(), selected("*").size());
        assertEquals(Workloads.all().size(), selected().size());
    }

    @Test
    void aQueryOfNothingNamesWhatThereIs() {
        UsageException refusal = assertThrows(UsageException.class, () -> selected("step/rnn"));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("'step/rnn' selects no workload"), refusal.getMessage());
        assertTrue(String.valueOf(refusal.getMessage()).contains("step/mlp"), refusal.getMessage());
    }

    @Test
    void ceilingsThatApplyComeFirst() {
        List<String> ids = Workloads.withCeilings(Workloads.select(Workloads.all(), List.of("matmul/256"))).stream()
                .map(Workload::id)
                .toList();
        assertEquals(List.of("ceiling/multiply-add", "ceiling/pass", "matmul/256"), ids);
    }

    @Test
    void theWorkOfAMatrixProductIsTwoNCubed() {
        Workload product =
                Workloads.select(Workloads.all(), List.of("matmul/256")).get(0);
        assertEquals(2.0 * 256 * 256 * 256, product.work().flops());
    }
}

package io.grainflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.job.benchmark.BenchmarkNetworks;
import io.grainflow.job.benchmark.Workload;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All engines run the published networks, give the same numbers, and are measured. No times are asserted. */
final class BenchmarkNetworksTest {
    private static final Monitor SILENT = event -> {};

    @Test
    void allEnginesAgree() {
        BenchmarkNetworks.Result result = BenchmarkNetworks.defaults()
                .sizes(List.of(64))
                .rounds(1)
                .threads(2)
                .run(SILENT);
        long precisions =
                Arrays.stream(Precision.values()).filter(Plan::supports).count();
        assertThat(result.rows()).hasSize((int) (3 * (2 + precisions)));
        assertThat(result.limits()).hasSize((int) precisions);
        for (BenchmarkNetworks.Row row : result.rows()) {
            assertThat(row.medianSeconds()).isPositive();
            assertThat(row.timesOnnxRuntime()).isPresent();
            boolean integers = row.engine().endsWith("int8");
            boolean short_ = row.engine().endsWith("bf16");
            assertThat(row.decibelsToLibtorch())
                    .as(row.network() + " by " + row.engine())
                    .isGreaterThan(integers ? 10 : short_ ? 30 : 90);
        }
    }

    @Test
    void badSizesAreRefused() {
        assertThatThrownBy(() -> BenchmarkNetworks.defaults()
                        .subjects(List.of(Workload.Kind.DNCNN))
                        .rounds(1)
                        .sizes(List.of(8)))
                .isInstanceOf(InputException.class)
                .hasMessage("benchmark: expects sizes of 64 to 8192 and 1 to 1000 rounds, got [8] and 1;"
                        + " change `sizes` or `rounds`");
    }
}

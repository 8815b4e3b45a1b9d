package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Native memory stays flat: the reason for scopes. */
final class LeakTest {
    private static final int WARM_UP = 200;
    private static final int STEPS = 1000;
    private static final long BOUND_MEBIBYTES = 48;

    private final PointerScope scope = new PointerScope();

    @AfterEach
    void free() {
        scope.close();
    }

    @Test
    void trainingStepsLeakNothing() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident size is read from /proc");
        Tensor weight = Scope.keep(
                () -> Tensor.randn(new Seed(1), 16, 3, 3, 3).mul(0.1).copy().requiresGrad());
        Tensor gamma = Scope.keep(() -> Tensor.ones(16).copy().requiresGrad());
        Tensor beta = Scope.keep(() -> Tensor.zeros(16).copy().requiresGrad());
        RunningStatistics statistics =
                Scope.keep(() -> new RunningStatistics(Tensor.zeros(16), Tensor.ones(16), 0.1, 1e-5));
        Adam adam = Adam.of(AdamSettings.defaults(), List.of(weight, gamma, beta));

        for (int i = 0; i < WARM_UP; i++) {
            step(i, weight, gamma, beta, statistics, adam);
        }
        long objects = NativeLibrary.liveObjects();
        long resident = residentMebibytes();
        for (int i = 0; i < STEPS; i++) {
            step(i, weight, gamma, beta, statistics, adam);
        }
        assertThat(NativeLibrary.liveObjects()).isEqualTo(objects);
        // one step touches 8x16x64x64 floats several times (2 MiB each): a leak of one tensor a step would add 2 GiB
        assertThat(residentMebibytes() - resident).isLessThan(BOUND_MEBIBYTES);
    }

    @Test
    void keepFreesAllButTheResult() {
        long before = NativeLibrary.liveObjects();
        Scope.run(() -> {
            Tensor kept = Scope.keep(() -> Tensor.ones(4).add(Tensor.ones(4)).mul(2));
            assertThat(kept.toFloats()).containsExactly(4, 4, 4, 4);
        });
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
    }

    private static double step(
            int index, Tensor weight, Tensor gamma, Tensor beta, RunningStatistics statistics, Adam adam) {
        return Scope.heap(() -> {
            Tensor x = Tensor.randn(new Seed(index), 8, 3, 64, 64);
            Tensor y = x.conv2d(weight, null, 1, 1)
                    .batchNorm(gamma, beta, statistics, true)
                    .relu();
            Tensor loss = y.square().mean();
            loss.backward();
            adam.step(1e-3);
            return loss.item();
        });
    }

    private static long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}

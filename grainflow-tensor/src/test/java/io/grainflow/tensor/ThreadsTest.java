package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ThreadsTest {
    private final PointerScope scope = new PointerScope();
    private int threads;

    @BeforeEach
    void remember() {
        threads = NativeLibrary.threads();
    }

    @AfterEach
    void putBack() {
        NativeLibrary.setThreads(threads);
        scope.close();
    }

    @Test
    void threadsOfAnOperationAreSet() {
        NativeLibrary.setThreads(2);
        assertThat(NativeLibrary.threads()).isEqualTo(2);
        NativeLibrary.setThreads(1);
        assertThat(NativeLibrary.threads()).isEqualTo(1);
        assertThatThrownBy(() -> NativeLibrary.setThreads(0))
                .isInstanceOf(InputException.class)
                .hasMessage("threads: expects at least 1, got 0; give the number of processor cores");
    }

    @Test
    void trainingIsBitEqualFromRunToRun() {
        NativeLibrary.setThreads(2);
        assertThat(trained()).containsExactly(trained());
    }

    @Test
    void threadsShareWeightsAndLeaveNothing() throws ExecutionException, InterruptedException {
        Tensor weight = Scope.keep(() -> Tensor.randn(new Seed(1), 8, 8, 3, 3).mul(0.1));
        float[] alone = infer(weight);
        long before = NativeLibrary.liveObjects();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(pool.submit(() -> infer(weight)));
            }
            for (Future<float[]> result : results) {
                assertThat(result.get()).containsExactly(alone);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
        assertThat(weight.shape()).containsExactly(8, 8, 3, 3);
    }

    private static float[] infer(Tensor weight) {
        return Scope.heap(() -> NoGrad.run(() -> {
            Tensor x = Tensor.randn(new Seed(2), 1, 8, 40, 40);
            for (int i = 0; i < 5; i++) {
                x = x.conv2d(weight, null, 1, 1).relu();
            }
            return x.toFloats();
        }));
    }

    private static float[] trained() {
        Tensor weight =
                Scope.keep(() -> Tensor.randn(new Seed(1), 16, 3, 3, 3).mul(0.1).requiresGrad());
        Tensor gamma = Scope.keep(() -> Tensor.ones(16).requiresGrad());
        Tensor beta = Scope.keep(() -> Tensor.zeros(16).requiresGrad());
        Tensor last =
                Scope.keep(() -> Tensor.randn(new Seed(2), 3, 16, 3, 3).mul(0.1).requiresGrad());
        RunningStatistics statistics =
                Scope.keep(() -> new RunningStatistics(Tensor.zeros(16), Tensor.ones(16), 0.1, 1e-5));
        Adam adam = Adam.of(AdamSettings.defaults(), List.of(weight, gamma, beta, last));
        for (int step = 0; step < 10; step++) {
            Seed seed = new Seed(step);
            Scope.run(() -> {
                Tensor x = Tensor.randn(seed, 4, 3, 48, 48);
                x.conv2d(weight, null, 1, 1)
                        .batchNorm(gamma, beta, statistics, true)
                        .relu()
                        .conv2d(last, null, 1, 1)
                        .sub(x)
                        .square()
                        .mean()
                        .backward();
                adam.step(1e-2);
            });
        }
        return Scope.heap(() -> Tensor.cat(List.of(weight.reshape(432), last.reshape(432), statistics.variance()), 0)
                .toFloats());
    }
}

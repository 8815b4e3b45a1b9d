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
import org.junit.jupiter.api.Test;

final class ThreadsTest {
    private final PointerScope scope = new PointerScope();

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void threadsOfAnOperationAreSet() {
        int before = TensorThreads.current();
        assertThat(TensorThreads.<Integer>with(3, TensorThreads::current)).isEqualTo(3);
        assertThat(TensorThreads.<Integer>with(2, () -> TensorThreads.with(1, TensorThreads::current)))
                .isEqualTo(1);
        assertThatThrownBy(() -> TensorThreads.with(2, () -> {
                    throw new IllegalStateException("work failed");
                }))
                .hasMessage("work failed");
        assertThat(TensorThreads.current()).isEqualTo(before);
        assertThatThrownBy(() -> TensorThreads.with(0, () -> true))
                .isInstanceOf(InputException.class)
                .hasMessage("threads: expects at least 1, got 0; give the number of processor cores");
    }

    /** The first setting of a thread takes effect even if the thread has never computed before. */
    @Test
    void newThreadsHaveTheirOwnSetting() throws ExecutionException, InterruptedException {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            int during = pool.submit(() -> TensorThreads.<Integer>with(5, () -> {
                        infer(Tensor.randn(new Seed(1), 8, 8, 3, 3));
                        return TensorThreads.current();
                    }))
                    .get();
            assertThat(during).isEqualTo(5);
            assertThat(pool.submit(TensorThreads::current).get()).isNotEqualTo(5);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void trainingIsBitEqualFromRunToRun() {
        assertThat(trained(2)).containsExactly(trained(2));
    }

    /** Two concurrent trainings give the same results as each of them alone. */
    @Test
    void trainingsDoNotChangeEachOther() throws ExecutionException, InterruptedException {
        List<float[]> alone = List.of(trained(1), trained(2));
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<float[]>> together = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int threads = 1 + i % 2;
                together.add(pool.submit(() -> trained(threads)));
            }
            for (int i = 0; i < 4; i++) {
                assertThat(together.get(i).get()).containsExactly(alone.get(i % 2));
            }
        } finally {
            pool.shutdown();
        }
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

    private static float[] trained(int threads) {
        return TensorThreads.with(threads, () -> Scope.heap(ThreadsTest::trained));
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

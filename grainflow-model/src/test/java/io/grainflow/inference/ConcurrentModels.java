package io.grainflow.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs two models with different settings at the same time. */
public final class ConcurrentModels {
    private static final int TIMES = 6;

    private ConcurrentModels() {}

    /** Compares the results of models with one and with two threads that run at the same time with those of each model alone. */
    public static void agree(IntFunction<float[]> oneAndTwo) throws Exception {
        List<float[]> alone = List.of(oneAndTwo.apply(0), oneAndTwo.apply(1));
        for (float value : alone.get(0)) {
            assertThat(value).isFinite();
        }
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Callable<float[]>> work = new ArrayList<>();
            for (int i = 0; i < 2 * TIMES; i++) {
                int which = i % 2;
                work.add(() -> oneAndTwo.apply(which));
            }
            List<Future<float[]>> done = pool.invokeAll(work);
            for (int i = 0; i < done.size(); i++) {
                assertThat(done.get(i).get()).isEqualTo(alone.get(i % 2));
            }
        } finally {
            pool.shutdown();
        }
    }
}

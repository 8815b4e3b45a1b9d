package io.grainflow.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processing parts of an image on several threads. */
final class OrderedWorkTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void resultsComeInOrder(int threads) {
        List<Callable<Integer>> work = IntStream.range(0, 50)
                .mapToObj(i -> (Callable<Integer>) () -> i * i)
                .toList();
        List<Integer> taken = new ArrayList<>();
        OrderedWork.run(work, threads, taken::add);
        assertThat(taken)
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> i * i).toList());
    }

    @Test
    void whatAPartThrowsIsThrown() {
        InputException problem = new InputException("image", "is odd", "even it");
        List<Callable<Integer>> work = List.of(() -> 1, () -> {
            throw problem;
        });
        assertThatThrownBy(() -> OrderedWork.run(work, 2, done -> {})).isSameAs(problem);
    }

    @Test
    void interruptionIsOneKindOfException() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> OrderedWork.run(List.<Callable<Integer>>of(() -> 1), 1, done -> {}))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

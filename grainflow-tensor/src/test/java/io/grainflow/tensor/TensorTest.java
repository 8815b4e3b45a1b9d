package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TensorTest {
    private long before;

    @BeforeEach
    void count() {
        NativeLibrary.load();
        before = NativeLibrary.liveObjects();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
    }

    @Test
    void valuesSurviveTheRoundTrip() {
        float[] values = {1, -2.5f, 3e-20f, Float.MAX_VALUE, 0, 7};
        assertThat(Scope.heap(() -> Tensor.of(values, 2, 3).toFloats())).containsExactly(values);
        assertThat(Scope.heap(() -> Tensor.ofLongs(new long[] {1, 2}, 2).toLongs()))
                .containsExactly(1, 2);
        assertThat(Scope.heap(() -> Tensor.of(values, 2, 3).narrow(1, 1, 2).toFloats()))
                .containsExactly(-2.5f, 3e-20f, 0, 7);
    }

    @Test
    void randnDependsOnTheSeedAlone() {
        float[] first = Scope.heap(() -> Tensor.randn(new Seed(7), 100).toFloats());
        float[] other = Scope.heap(() -> Tensor.randn(new Seed(8), 100).toFloats());
        float[] again = Scope.heap(() -> Tensor.randn(new Seed(7), 100).toFloats());
        assertThat(again).containsExactly(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void wrongShapesAreToldBeforeTheLibrarySeesThem() {
        Scope.run(() -> {
            Tensor x = Tensor.zeros(8, 3, 32, 32);
            Tensor weight = Tensor.zeros(16, 64, 3, 3);
            assertThatThrownBy(() -> x.conv2d(weight, null, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("conv2d expects input [N,64,H,W], got [8,3,32,32]");
            assertThatThrownBy(() -> x.add(Tensor.zeros(5)))
                    .hasMessage("add expects shapes that broadcast, got [8,3,32,32] and [5]");
            assertThatThrownBy(() -> x.reshape(7, 7)).hasMessageContaining("reshape expects 24576 elements");
            assertThatThrownBy(() -> x.narrow(1, 2, 2)).hasMessageContaining("inside dimension 1");
            assertThatThrownBy(x::item).hasMessageContaining("item expects one element");
            assertThatThrownBy(x::backward).hasMessageContaining("backward expects one element");
            assertThatThrownBy(() -> Tensor.of(new float[3], 2, 2)).hasMessage("Tensor [2,2] expects 4 values, got 3");
            assertThatThrownBy(() -> Tensor.cat(List.of(x, Tensor.zeros(8, 3, 32, 31)), 1))
                    .hasMessageContaining("cat expects equal shapes outside dimension 1");
        });
    }

    @Test
    void whatTheLibraryRefusesComesInOurWords() {
        Scope.run(() -> assertThatThrownBy(
                        () -> Tensor.ofLongs(new long[] {1}, 1).requiresGrad())
                .isInstanceOf(RuntimeException.class));
        Scope.run(() -> {
            Tensor plain = Tensor.ones(1);
            assertThatThrownBy(plain::backward)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("backward failed inside the native library");
        });
    }

    @Test
    void anEscapedTensorIsAnErrorNotACrash() {
        List<Tensor> escaped = new ArrayList<>();
        Scope.run(() -> escaped.add(Tensor.ones(3)));
        assertThatThrownBy(() -> escaped.get(0).toFloats())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Tensor used outside its Scope");
        assertThat(escaped.get(0)).hasToString("Tensor (freed)");
    }

    @Test
    void heapRefusesTensors() {
        assertThatThrownBy(() -> Scope.heap(() -> Tensor.ones(1))).hasMessageContaining("expects a heap value");
    }

    @Test
    void gradientsAgreeWithDifferencesOfAConvolutionWithNorm() {
        double[] weights =
                Scope.heap(() -> Tensor.randn(new Seed(3), 2, 2, 3, 3).toDoubles());
        double[] gradient = Scope.heap(() -> {
            Tensor w = Tensor.ofDoubles(weights, 2, 2, 3, 3).requiresGrad();
            loss(w).backward();
            Tensor grad = w.grad();
            return grad == null ? new double[0] : grad.toDoubles();
        });
        for (int i = 0; i < weights.length; i += 5) {
            double h = 1e-5;
            double[] up = weights.clone();
            double[] down = weights.clone();
            up[i] += h;
            down[i] -= h;
            double slope =
                    Scope.heap(() -> (loss(Tensor.ofDoubles(up, 2, 2, 3, 3)).item()
                                    - loss(Tensor.ofDoubles(down, 2, 2, 3, 3)).item())
                            / (2 * h));
            assertThat(gradient[i]).isCloseTo(slope, within(1e-6));
        }
    }

    @Test
    void unknownAndAbsentDevicesAreTold() {
        assertThat(Device.parse("CPU")).isEqualTo(Device.CPU);
        assertThatThrownBy(() -> Device.parse("tpu"))
                .isInstanceOf(InputException.class)
                .hasMessage("device tpu: is unknown; choose cpu or cuda");
        if (!NativeLibrary.builtWithCuda()) {
            assertThatThrownBy(() -> Device.parse("cuda")).hasMessageContaining("no CUDA support");
        }
    }

    private static Tensor loss(Tensor weight) {
        Tensor x = Tensor.randn(new Seed(5), 2, 2, 5, 6).to(DType.FLOAT64);
        RunningStatistics statistics = new RunningStatistics(
                Tensor.zeros(2).to(DType.FLOAT64), Tensor.ones(2).to(DType.FLOAT64), 0.1, 1e-4);
        Tensor gamma = Tensor.ones(2).to(DType.FLOAT64);
        Tensor beta = Tensor.full(0.3, 2).to(DType.FLOAT64);
        return x.conv2d(weight, null, 1, 1)
                .batchNorm(gamma, beta, statistics, true)
                .leakyRelu(0.2)
                .square()
                .mul(x)
                .mean();
    }
}

package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import org.bytedeco.pytorch.global.torch;
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
    void randnLeavesTheGlobalGeneratorAlone() {
        Scope.run(() -> {
            torch.manual_seed(1);
            double undisturbed = torch.rand(1).item_double();
            torch.manual_seed(1);
            float[] first = Tensor.randn(new Seed(7), 100).toFloats();
            assertThat(torch.rand(1).item_double()).isEqualTo(undisturbed);
            assertThat(Tensor.randn(new Seed(7), 100).toFloats()).containsExactly(first);
        });
    }

    @Test
    void storageOrderDoesNotShowInTheValues() {
        Scope.run(() -> {
            Tensor x = Tensor.randn(new Seed(4), 2, 3, 4, 5);
            assertThat(x.channelsLast().shape()).containsExactly(2, 3, 4, 5);
            assertThat(x.channelsLast().toFloats()).containsExactly(x.toFloats());
            assertThat(x.channelsLast().contiguous().toFloats()).containsExactly(x.toFloats());
        });
    }

    @Test
    void changesInPlaceStayOutsideDifferentiation() {
        Scope.run(() -> {
            Tensor parameter = Tensor.of(new float[] {1, 2}, 2).requiresGrad();
            parameter.addScaled(Tensor.of(new float[] {10, 20}, 2), 0.5);
            assertThat(parameter.toFloats()).containsExactly(6, 12);
            parameter.copyFrom(Tensor.ones(2));
            parameter.square().sum().backward();
            assertThat(gradient(parameter)).containsExactly(2, 2);
            parameter.zeroGrad();
            assertThat(gradient(parameter)).containsExactly(0, 0);
        });
    }

    @Test
    void moreThanTheMachineHoldsIsToldAsMemory() {
        assertThatThrownBy(
                        () -> Scope.heap(() -> Tensor.zeros(1L << 20, 1L << 30).toFloats()))
                .isInstanceOf(InputException.class)
                .hasMessage("memory: is not enough for full; use smaller batches, patches or tiles");
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

    private static double[] gradient(Tensor parameter) {
        Tensor grad = parameter.grad();
        return grad == null ? new double[0] : grad.toDoubles();
    }
}

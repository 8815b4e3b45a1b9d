package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.grainflow.problem.InputException;
import org.junit.jupiter.api.Test;

/** Names of devices, and the messages for unavailable devices. Messages name settings, not the options of one front end. */
final class DeviceTest {
    @Test
    void namesAreRead() {
        assertThat(Device.parse("CPU")).isEqualTo(Device.CPU);
        assertThatThrownBy(() -> Device.parse("tpu"))
                .isInstanceOf(InputException.class)
                .hasMessage("device tpu: is unknown; choose cpu or cuda");
    }

    @Test
    void missingGpuIsToldWithWhatToDo() {
        assumeFalse(
                NativeLibrary.builtWithCuda() && NativeLibrary.cudaAvailable(), "this machine has a GPU and uses it");
        assertThatThrownBy(() -> Device.parse("cuda"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("device cuda: ")
                .hasMessageContaining("; choose device cpu, or ")
                .hasMessageNotContaining("--");
    }
}

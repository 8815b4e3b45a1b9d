package io.grainflow.denoiser.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.model.GoldenTensors;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.LearningRateSchedule;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses, their gradients and schedules compared with an independent implementation in double precision. */
final class LossGoldenTest {
    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @ParameterizedTest
    @CsvSource({
        "L2, 0, l2",
        "L1, 0, l1",
        "L0, 0, l0_gamma2",
        "L0, 0.25, l0_gamma1.5",
        "L0, 0.5, l0_gamma1",
        "L0, 0.75, l0_gamma0.5",
        "L0, 0.95, l0_gamma0.1",
        "L0, 0.995, l0_gamma0.01"
    })
    void lossesOfTheSpecification(Loss loss, double progress, String name) {
        GoldenTensors golden = GoldenTensors.of("noise2noise_losses");
        require(golden, loss, progress, name, "pred", "target");
    }

    @Test
    void lightIsHeldAgainstTheRestoredValueWhichCountsAsAConstant() {
        GoldenTensors golden = GoldenTensors.of("noise2noise_losses");
        require(golden, Loss.HDR, 0, "hdr_detached", "hdr_pred", "hdr_target");
    }

    @Test
    void unknownValuesOfTheTargetCountAsZeroAndStayInTheMean() {
        GoldenTensors golden = GoldenTensors.of("noise2noise_losses");
        Scope.run(() -> {
            Tensor prediction = golden.tensor("pred").requiresGrad();
            Tensor loss = Loss.L2
                    .each(prediction, golden.tensor("target"), 0)
                    .mul(golden.tensor("mask"))
                    .mean();
            golden.close(loss.reshape(), "masked_l2_sum_over_all.value", GoldenTensors.TIGHT);
            loss.backward();
            golden.close(Objects.requireNonNull(prediction.grad()), "masked_l2_sum_over_all.grad", GoldenTensors.TIGHT);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "RAMP30, image_short.iter, image_short.lr, 300000, 3e-4",
        "RAMP50, image_long.iter, image_long.lr, 500000, 3e-4",
        "MRI, mri.epoch, mri.lr, 300, 1e-3"
    })
    void schedulesOfTheReleasedTrainings(
            LearningRateSchedule schedule, String at, String rate, double length, double peak) {
        GoldenTensors golden = GoldenTensors.of("noise2noise_mri_and_schedules");
        double[] steps = golden.stored(at).toDoubles();
        double[] rates = golden.stored(rate).toDoubles();
        for (int i = 0; i < steps.length; i++) {
            assertThat(peak * schedule.share(steps[i] / length))
                    .as("%s[%d]", rate, i)
                    .isCloseTo(rates[i], within(1e-12));
        }
    }

    private static void require(
            GoldenTensors golden, Loss loss, double progress, String name, String prediction, String target) {
        Scope.run(() -> {
            Tensor output = golden.tensor(prediction).requiresGrad();
            Tensor mean = loss.each(output, golden.tensor(target), progress).mean();
            golden.close(mean.reshape(), name + ".value", GoldenTensors.TIGHT);
            mean.backward();
            golden.close(Objects.requireNonNull(output.grad()), name + ".grad", GoldenTensors.TIGHT);
        });
    }
}

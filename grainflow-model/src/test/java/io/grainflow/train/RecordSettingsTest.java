package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.problem.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings by name reach their fields, or say why not. */
final class RecordSettingsTest {
    @Test
    void everyTypeIsSet() {
        TrainPlan plan = RecordSettings.with(
                TrainPlan.defaults(),
                Map.of(
                        "steps", "7",
                        "batchSize", "3",
                        "learningRate", "2e-4",
                        "schedule", "step",
                        "eightBitSynthesis", "false"));
        assertThat(plan.steps()).isEqualTo(7);
        assertThat(plan.batchSize()).isEqualTo(3);
        assertThat(plan.learningRate()).isEqualTo(2e-4);
        assertThat(plan.schedule()).isEqualTo(LearningRateSchedule.STEP);
        assertThat(plan.eightBitSynthesis()).isFalse();
        assertThat(plan.patchSize()).isEqualTo(TrainPlan.defaults().patchSize());
    }

    @Test
    void severalRecordsShareTheSettings() {
        List<Record> changed = RecordSettings.withAll(
                List.of(DnCnnSpec.defaults(3), TrainPlan.defaults()), Map.of("depth", "5", "batchSize", "4"));
        assertThat(changed.get(0))
                .isInstanceOfSatisfying(
                        DnCnnSpec.class, spec -> assertThat(spec.depth()).isEqualTo(5));
        assertThat(changed.get(1))
                .isInstanceOfSatisfying(
                        TrainPlan.class, plan -> assertThat(plan.batchSize()).isEqualTo(4));
    }

    @Test
    void mistakesAreTold() {
        assertFails("bathcSize", "3", "setting bathcSize: is unknown; known: steps, minutes, batchSize");
        assertFails("batchSize", "many", "setting batchSize: does not take 'many'; give a whole number");
        assertFails("batchSize", "3.5", "give a whole number");
        assertFails("learningRate", "NaN", "give a number");
        assertFails("learningRate", "-1", "learningRate in (0,10], got -1.0");
        assertFails("schedule", "sine", "give cosine, step, halving, quarters, ramp30, ramp50, mri, stairs, constant");
        assertFails("eightBitSynthesis", "yes", "give true or false");
    }

    private static void assertFails(String key, String value, String message) {
        assertThatThrownBy(() -> RecordSettings.with(TrainPlan.defaults(), Map.of(key, value)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}

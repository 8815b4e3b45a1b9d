package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.model.ModelFile;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training loop trains a critic and a generator against each other. */
final class AdversarialTrainingTest {
    @TempDir
    Path folder;

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private TrainingTask<float[]> task(String name, int steps, ResumePolicy start) {
        Map<String, String> settings =
                Map.of("steps", Integer.toString(steps), "validations", "4", "checkpointEvery", "40", "seed", "3");
        return new ToyGan(ToyTraining.request(file(name), settings, start)).task();
    }

    private static TrainingResult train(TrainingTask<float[]> task, Monitor monitor) {
        return new Trainer<>(task, monitor).run(new StepClock(0));
    }

    private Checkpoint checkpoint(String name) {
        return Checkpoint.read(Checkpoint.beside(file(name)));
    }

    /**
     * With six seeds, the distance was at most 0.06 and the correlation at least 0.8. Two samples of the target have a distance of about
     * 0.01.
     */
    @Test
    void samplesApproachTheDistribution() {
        List<Map<String, Double>> figures = new ArrayList<>();
        TrainingTask<float[]> task = task("gan", 2000, ResumePolicy.NEW);
        double before =
                task.validator().measure(task.system().initial()).orElseThrow().get("energyDistance");
        TrainingResult result = train(task, event -> {
            if (event instanceof Event.Advanced advanced) {
                figures.add(advanced.figures());
            }
        });
        Metrics last = result.history().lastValidation().orElseThrow().figures();
        double after = last.get("energyDistance");
        double same = ToyGan.energyDistance(ToyGan.real(new Seed(1), 400), ToyGan.real(new Seed(2), 400));
        assertThat(before).isGreaterThan(1);
        assertThat(same).isLessThan(0.02);
        assertThat(after).isLessThan(0.15);
        assertThat(last.get("correlation")).isGreaterThan(0.7);
        assertThat(figures.get(1999))
                .containsOnlyKeys(
                        "criticGap",
                        "gradientPenalty",
                        "generatorLoss",
                        "criticLearningRate",
                        "generatorLearningRate",
                        "energyDistance",
                        "correlation")
                .containsEntry("energyDistance", after);
    }

    @Test
    void eachGroupCountsItsOwnUpdates() {
        train(task("counted", 43, ResumePolicy.NEW), Monitor.silent());
        Checkpoint checkpoint = checkpoint("counted");
        assertThat(checkpoint.progress().step()).isEqualTo(43);
        assertThat(checkpoint.updates()).isEqualTo(Map.of("critic", 43L, "generator", 8L));
        assertThat(checkpoint.tensors().tensors())
                .containsKeys("average.g1.weight", "moment2.g1.weight", "moment2.c1.weight", "parameter.c1.weight")
                .doesNotContainKey("average.c1.weight");
        assertThat(checkpoint.tensor(file("counted"), "history.loss").shape()).containsExactly(43, 3);
        assertThat(checkpoint.columns().orElseThrow().losses())
                .containsExactly("criticGap", "gradientPenalty", "generatorLoss");
    }

    /** Models are written from the first validation on, because no loss indicates when to stop. */
    @Test
    void stoppedAndResumedEndsInTheSameBytes() throws IOException {
        train(task("whole", 90, ResumePolicy.NEW), Monitor.silent());
        for (int stop : new int[] {2, 5, 61}) {
            String name = "stopped" + stop;
            TrainingResult part = train(task(name, 90, ResumePolicy.NEW), stopAfter(stop));
            assertThat(part.finished()).isFalse();
            assertThat(Files.exists(file(name))).isEqualTo(stop > 22);
            assertThat(train(task(name, 90, ResumePolicy.RESUME), Monitor.silent())
                            .finished())
                    .isTrue();
            assertThat(file(name)).hasSameBinaryContentAs(file("whole"));
            assertThat(Files.readAllBytes(Checkpoint.beside(file(name))))
                    .as("stopped at %d", stop)
                    .isEqualTo(Files.readAllBytes(Checkpoint.beside(file("whole"))));
        }
        assertThat(ModelFile.read(file("whole")).provenance().metrics()).containsEntry("steps", 90.0);
    }

    @Test
    void aCriticThatNoLongerTellsRealFromGeneratedEndsTheTraining() {
        TrainingTask<float[]> task = task("collapsed", 900, ResumePolicy.NEW);
        TrainingTask<float[]> blinded = new TrainingTask<>(
                task.name(),
                task.request(),
                new BlindedCritic((ToyGan) task.system()),
                task.batches(),
                task.losses(),
                task.validator(),
                task.publication(),
                task.notes());
        assertThatThrownBy(() -> train(blinded, Monitor.silent()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("training: ended with a critic that no longer tells real noise from synthetic noise at step"
                        + " 300 (criticGap 1.0E-9), last good checkpoint");
    }

    /** From step 150 on, the critic gives real and generated samples nearly the same score. */
    private record BlindedCritic(ToyGan gan) implements TrainingSystem<float[]> {
        @Override
        public List<ParameterGroup> groups() {
            return gan.groups();
        }

        @Override
        public Weights initial() {
            return gan.initial();
        }

        @Override
        public TrainingStep<float[]> step(Parameters parameters) {
            TrainingStep<float[]> step = gan.step(parameters);
            return (batch, context) -> {
                Losses losses = step.run(batch, context);
                return context.step() < 150 ? losses : Losses.of("criticGap", 1e-9).and("gradientPenalty", 1);
            };
        }
    }

    private static Monitor stopAfter(int steps) {
        return new Monitor() {
            private boolean reached;

            @Override
            public void on(Event event) {
                reached |= event instanceof Event.Advanced advanced && advanced.done() >= steps;
            }

            @Override
            public boolean cancelled() {
                return reached;
            }
        };
    }
}

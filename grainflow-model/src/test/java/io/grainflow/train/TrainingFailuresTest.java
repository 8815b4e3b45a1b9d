package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.model.ModelFile;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.data.Batches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training leaves that fails or is stopped at an awkward moment. */
final class TrainingFailuresTest {
    private static final Map<String, String> SETTINGS =
            Map.of("steps", "20", "warmUpSteps", "0", "validations", "4", "checkpointEvery", "7", "emaDecay", "0.5");
    private static final Batches<float[]> BATCHES = step -> new float[] {step % 2, -1};
    /** The number of a batch whose gradient is not a number, although its loss is finite. */
    private static final float STEEP = 5;

    @TempDir
    Path folder;

    /** A toy whose loss has no gradient for some batches; it records the parameters of all its states. */
    private record Toy(ToyTraining toy, List<Parameters> states) implements TrainingSystem<float[]> {
        @Override
        public List<ParameterGroup> groups() {
            return toy.groups();
        }

        @Override
        public Weights initial() {
            return toy.initial();
        }

        @Override
        public TrainingStep<float[]> step(Parameters parameters) {
            states.add(parameters);
            return TrainingStep.lowering("number", "lossMean", (batch, progress, seed) -> {
                Tensor w = parameters.get("w");
                Tensor loss = Tensor.of(batch, batch.length).sub(w).square().mean();
                // the slope of the root at 0 is infinite, times 0
                return batch[0] == STEEP ? loss.add(w.mul(0).sqrt().sum()) : loss;
            });
        }
    }

    private Path out() {
        return folder.resolve("toy.safetensors");
    }

    private Checkpoint checkpoint() {
        return Checkpoint.read(Checkpoint.beside(out()));
    }

    private ToyTraining toy(ResumePolicy start, Batches<float[]> batches, String... changed) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        for (int i = 0; i < changed.length; i += 2) {
            settings.put(changed[i], changed[i + 1]);
        }
        return new ToyTraining(ToyTraining.request(out(), settings, start), false, batches);
    }

    private static TrainingTask<float[]> with(TrainingTask<float[]> task, TrainingSystem<float[]> system) {
        return new TrainingTask<>(
                task.name(),
                task.request(),
                system,
                task.batches(),
                task.losses(),
                task.validator(),
                task.publication(),
                task.notes());
    }

    private static TrainingTask<float[]> with(TrainingTask<float[]> task, Publication publication) {
        return new TrainingTask<>(
                task.name(),
                task.request(),
                task.system(),
                task.batches(),
                task.losses(),
                task.validator(),
                publication,
                task.notes());
    }

    private static TrainingResult train(TrainingTask<float[]> task, Monitor monitor) {
        return new Trainer<>(task, monitor).run(new StepClock(0));
    }

    /** A stop between the last checkpoint and the model: the file of an earlier training is not taken for the result. */
    @Test
    void publicationThatFailedIsMadeUpForByResuming() throws IOException {
        train(toy(ResumePolicy.NEW, BATCHES).task(), Monitor.silent());
        byte[] whole = Files.readAllBytes(out());
        byte[] state = Files.readAllBytes(Checkpoint.beside(out()));
        ToyTraining.model(0, 1).write(out());
        TrainingTask<float[]> again = toy(ResumePolicy.REPLACE, BATCHES).task();
        Publication broken = Publication.atEnd((averaged, steps, history) -> {
            throw new UncheckedIOException(new IOException("no space left"));
        });
        assertThatThrownBy(() -> train(with(again, broken), Monitor.silent())).isInstanceOf(UncheckedIOException.class);
        assertThat(checkpoint().progress()).isEqualTo(new Checkpoint.Progress(20, 20, 256, false));
        assertThat(Files.readAllBytes(out())).isNotEqualTo(whole);

        List<Event> events = new ArrayList<>();
        assertThat(train(toy(ResumePolicy.RESUME, BATCHES).task(), events::add).finished())
                .isTrue();
        assertThat(events).contains(new Event.Note("going on from step 20 of 20"));
        assertThat(Files.readAllBytes(out())).isEqualTo(whole);
        assertThat(Files.readAllBytes(Checkpoint.beside(out()))).isEqualTo(state);
    }

    @Test
    void theLastModelIsPublishedOnce() {
        TrainingTask<float[]> task = toy(ResumePolicy.NEW, BATCHES).task();
        List<Long> published = new ArrayList<>();
        Publication counted = new Publication(true, (averaged, steps, history) -> {
            published.add(steps);
            return task.publication().models().of(averaged, steps, history);
        });
        train(with(task, counted), Monitor.silent());
        assertThat(published).containsExactly(5L, 10L, 15L, 20L);
        assertThat(ModelFile.read(out()).provenance().metrics()).containsEntry("steps", 20.0);
    }

    private TrainingTask<float[]> steepAt(long number, String... changed) {
        ToyTraining toy = toy(ResumePolicy.NEW, step -> new float[] {step == number ? STEEP : 0, -1}, changed);
        return with(toy.task(), new Toy(toy, new ArrayList<>()));
    }

    /** The checkpoint is due right after the step: it must not hold the state that the step would have left. */
    @Test
    void gradientsThatAreNoNumbersAreDivergenceWhereTheyAreClipped() {
        TrainingTask<float[]> task = steepAt(13, "gradientClip", "1");
        assertThatThrownBy(() -> train(task, Monitor.silent()))
                .isInstanceOfSatisfying(DivergedException.class, e -> {
                    assertThat(e.step()).isEqualTo(14);
                    assertThat(e.loss()).isNaN();
                    assertThat(e.lastGoodCheckpoint()).contains(Checkpoint.beside(out()));
                })
                .hasMessageContaining("diverged at step 14 (gradient norm of number NaN)");
        assertThat(checkpoint().progress().step()).isEqualTo(7);
    }

    @Test
    void stateThatIsNotFiniteIsNotSavedWhereGradientsAreNotClipped() {
        TrainingTask<float[]> task = steepAt(13, "gradientClip", "0");
        assertThatThrownBy(() -> train(task, Monitor.silent()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("diverged at step 14 (average.w NaN), last good checkpoint");
        assertThat(checkpoint().progress().step()).isEqualTo(7);
        assertThat(Weights.of(Map.of("w", checkpoint().tensor(out(), "parameter.w")))
                        .finite())
                .isTrue();
    }

    @Test
    void theTrialOfATimeBudgetIsFreedBeforeTheTraining() {
        AtomicLong nanoTime = new AtomicLong();
        ToyTraining toy = toy(ResumePolicy.NEW, timed(nanoTime), "minutes", "0.01");
        List<Parameters> states = new ArrayList<>();
        List<String> atStart = new ArrayList<>();
        Monitor monitor = event -> {
            if (event instanceof Event.Started) {
                states.forEach(state -> atStart.add(state.get("w").toString()));
            }
        };
        new Trainer<>(with(toy.task(), new Toy(toy, states)), monitor).run(new StepClock(0.01, nanoTime::get));
        assertThat(atStart).containsExactly("Tensor (freed)", "Tensor FLOAT32 [1]");
    }

    private static Batches<float[]> timed(AtomicLong nanoTime) {
        return step -> {
            nanoTime.addAndGet(10_000_000);
            return BATCHES.at(step);
        };
    }

    @Test
    void cancelledInTheTrialNothingIsLeft() {
        AtomicLong nanoTime = new AtomicLong();
        TrainingTask<float[]> task =
                toy(ResumePolicy.NEW, timed(nanoTime), "minutes", "0.01").task();
        TrainingResult result = new Trainer<>(task, new Monitor() {
                    @Override
                    public void on(Event event) {
                        assertThat(event).isNotInstanceOf(Event.Started.class);
                    }

                    @Override
                    public boolean cancelled() {
                        return nanoTime.get() >= 40_000_000;
                    }
                })
                .run(new StepClock(0.01, nanoTime::get));
        assertThat(nanoTime).hasValue(40_000_000);
        assertThat(result.finished()).isFalse();
        assertThat(result.steps()).isZero();
        assertThat(result.history().steps()).isZero();
        assertThat(folder).isEmptyDirectory();
    }
}

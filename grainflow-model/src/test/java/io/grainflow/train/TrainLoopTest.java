package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.model.ModelFile;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.train.data.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the loop validates, saves, publishes and stops, and what it reports. */
final class TrainLoopTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "steps", "20",
            "warmUpSteps", "0",
            "schedule", "constant",
            "learningRate", "0.1",
            "finalLearningRate", "0.1",
            "validations", "4",
            "checkpointEvery", "7",
            "emaDecay", "0.5");
    private static final Batches<float[]> BATCHES = step -> new float[] {step % 2, -1};

    @TempDir
    Path folder;

    private Path out() {
        return folder.resolve("toy.safetensors");
    }

    private TrainingTask<float[]> task(ResumePolicy start, boolean whileTraining, String... changed) {
        return task(start, whileTraining, BATCHES, changed);
    }

    private TrainingTask<float[]> task(
            ResumePolicy start, boolean whileTraining, Batches<float[]> batches, String... changed) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        for (int i = 0; i < changed.length; i += 2) {
            settings.put(changed[i], changed[i + 1]);
        }
        return new ToyTraining(ToyTraining.request(out(), settings, start), whileTraining, batches).task();
    }

    private static TrainingResult train(TrainingTask<float[]> task, Monitor monitor) {
        return new Trainer<>(task, monitor)
                .run(new StepClock(task.request().plan().minutes()));
    }

    private Checkpoint checkpoint() {
        return Checkpoint.read(Checkpoint.beside(out()));
    }

    @Test
    void validatesAndSavesWhenItIsDue() {
        List<Long> saved = new ArrayList<>();
        TrainingResult result = train(task(ResumePolicy.NEW, false), event -> {
            if (event instanceof Event.Advanced) {
                saved.add(checkpoint().progress().step());
            }
            assertThat(out()).doesNotExist();
        });
        assertThat(result.history().validations())
                .extracting(History.Validation::step)
                .containsExactly(5L, 10L, 15L, 20L);
        // one at the beginning, then every seventh step and the last
        assertThat(saved)
                .isEqualTo(LongStream.rangeClosed(1, 20)
                        .mapToObj(done -> done == 20 ? 20 : done / 7 * 7)
                        .toList());
        assertThat(checkpoint().progress()).isEqualTo(new Checkpoint.Progress(20, 20, 256, true));
        assertThat(checkpoint().updates()).isEqualTo(Map.of("number", 20L));
        assertThat(ModelFile.read(out()).provenance().metrics()).containsEntry("steps", 20.0);
    }

    @Test
    void publishesAtEveryValidationWhereThatIsWanted() {
        List<Double> published = new ArrayList<>();
        train(task(ResumePolicy.NEW, true), event -> {
            if (event instanceof Event.Advanced && Files.exists(out())) {
                published.add(ModelFile.read(out()).provenance().metrics().get("steps"));
            }
        });
        assertThat(published).hasSize(16).startsWith(5.0, 5.0).endsWith(15.0, 15.0);
        // the last model is written at the end, with the last validation
        assertThat(ModelFile.read(out()).provenance().metrics()).containsEntry("steps", 20.0);
    }

    @Test
    void figuresReachTheMonitorByName() {
        List<Map<String, Double>> figures = new ArrayList<>();
        TrainingResult result = train(task(ResumePolicy.NEW, false), event -> {
            if (event instanceof Event.Advanced advanced) {
                assertThat(advanced.task()).isEqualTo("train toy");
                figures.add(advanced.figures());
            }
        });
        assertThat(figures).hasSize(20);
        // the first batch is 0 and -1, the number is 3: (9 + 16) / 2
        assertThat(figures.get(0)).containsOnlyKeys("lossMean", "learningRate").containsEntry("lossMean", 12.5);
        assertThat(figures.get(0).get("learningRate")).isCloseTo(0.1, within(1e-12));
        assertThat(figures.get(4)).containsOnlyKeys("lossMean", "learningRate", "distance");
        History.Validation last = result.history().lastValidation().orElseThrow();
        assertThat(figures.get(19)).containsEntry("distance", last.figures().get("distance"));
    }

    @Test
    void stoppedItLeavesACheckpointAndEndsInTheSameBytes() throws IOException {
        train(task(ResumePolicy.NEW, false), Monitor.silent());
        byte[] whole = Files.readAllBytes(out());
        byte[] state = Files.readAllBytes(Checkpoint.beside(out()));
        for (long stop : new long[] {0, 1, 5, 13}) {
            Files.delete(out());
            TrainingResult part = train(task(ResumePolicy.REPLACE, false), stopAfter(stop));
            assertThat(part.finished()).isFalse();
            assertThat(out()).doesNotExist();
            assertThat(checkpoint().progress().step()).isEqualTo(stop);
            List<Event> events = new ArrayList<>();
            assertThat(train(task(ResumePolicy.RESUME, false), events::add).finished())
                    .isTrue();
            assertThat(events).contains(new Event.Note("going on from step " + stop + " of 20"));
            assertThat(Files.readAllBytes(out())).isEqualTo(whole);
            assertThat(Files.readAllBytes(Checkpoint.beside(out()))).isEqualTo(state);
        }
    }

    private static Monitor stopAfter(long steps) {
        AtomicLong done = new AtomicLong();
        return new Monitor() {
            @Override
            public void on(Event event) {
                if (event instanceof Event.Advanced advanced) {
                    done.set(advanced.done());
                }
            }

            @Override
            public boolean cancelled() {
                return done.get() >= steps;
            }
        };
    }

    /** A batch that makes the loss infinite changes no weight, and its step is named. */
    @Test
    void divergenceIsToldWithItsLossAndLeavesTheLastCheckpoint() {
        Batches<float[]> broken = step -> new float[] {step == 9 ? Float.NaN : 0};
        assertThatThrownBy(() -> train(task(ResumePolicy.NEW, false, broken), Monitor.silent()))
                .isInstanceOfSatisfying(DivergedException.class, e -> {
                    assertThat(e.step()).isEqualTo(10);
                    assertThat(e.loss()).isNaN();
                    assertThat(e.lastGoodCheckpoint()).contains(Checkpoint.beside(out()));
                })
                .hasMessageContaining("diverged at step 10 (lossMean NaN)");
        assertThat(checkpoint().progress().step()).isEqualTo(7);
    }

    /**
     * The timed trial steps have no effect: a number of steps derived from a time budget gives the same result as the same number given
     * directly.
     */
    @Test
    void minutesAreTurnedIntoStepsOnce() throws IOException {
        AtomicLong nanoTime = new AtomicLong();
        Batches<float[]> timed = step -> {
            nanoTime.addAndGet(10_000_000);
            return BATCHES.at(step);
        };
        TrainingTask<float[]> task = task(ResumePolicy.NEW, false, timed, "minutes", "0.01");
        TrainingResult result = new Trainer<>(task, Monitor.silent()).run(new StepClock(0.01, nanoTime::get));
        // 0.57 s less eight steps of trial
        assertThat(result.steps()).isBetween(48L, 49L);
        assertThat(result.history().steps()).isEqualTo(result.steps());
        double timedModel = value();
        train(task(ResumePolicy.REPLACE, false, "steps", Long.toString(result.steps())), Monitor.silent());
        assertThat(timedModel).isEqualTo(value());
    }

    private double value() {
        return ModelFile.read(out()).weights().get("sigma").toDoubles()[0];
    }

    @Test
    void checkpointsOfOtherSystemsAreRefused() {
        TrainingTask<float[]> task = task(ResumePolicy.NEW, false);
        train(task, stopAfter(3));
        TrainingTask<float[]> other = task(ResumePolicy.RESUME, false);
        LossReport losses =
                LossReport.of(List.of("nllNatsPerDim"), other.losses().divergence());
        TrainingTask<float[]> renamed = new TrainingTask<>(
                other.name(),
                other.request(),
                other.system(),
                other.batches(),
                losses,
                other.validator(),
                other.publication(),
                other.notes());
        assertThatThrownBy(() -> train(renamed, Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lossMean")
                .hasMessageContaining("nllNatsPerDim");
    }
}

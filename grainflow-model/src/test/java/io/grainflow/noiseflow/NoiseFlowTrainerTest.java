package io.grainflow.noiseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoiser.training.DenoiserTrainerTest;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.progress.Monitor;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.History;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of Noise Flow on noise that is correlated between colour planes, which a noise level function cannot describe. */
final class NoiseFlowTrainerTest {
    private static final int SIZE = 32;
    private static final TrainPlan PLAN = RecordSettings.with(
            NoiseFlowTask.defaultPlan(),
            Map.of(
                    "steps", "30",
                    "batchSize", "4",
                    "patchSize", "16",
                    "validations", "2",
                    "checkpointEvery", "7",
                    "warmUpSteps", "0",
                    "threads", "1"));

    @TempDir
    Path folder;

    /** Half of each plane's noise is shared by all planes. */
    private record Shared(int index, Capture capture) implements PairEntry {
        @Override
        public String name() {
            return "pair" + index + capture;
        }

        @Override
        public String scene() {
            return "scene" + index;
        }

        @Override
        public NoisyPair load() {
            int plane = SIZE * SIZE;
            float[] clean = new float[4 * plane];
            float[] noisy = new float[4 * plane];
            RandomField field = new RandomField(new Seed(index).child(capture.toString()));
            for (int i = 0; i < clean.length; i++) {
                clean[i] = (float) (0.1 + 0.8 * (i % plane) / plane);
                double own = field.normal(i) + field.normal(4L * plane + i % plane);
                noisy[i] = (float) (clean[i] + Math.sqrt(1e-5 * capture.iso() * clean[i] + 1e-5) * own / Math.sqrt(2));
            }
            return new NoisyPair(
                    scene(),
                    Image.adopt(PixelDomain.RAW_PACKED, SIZE, SIZE, clean),
                    Image.adopt(PixelDomain.RAW_PACKED, SIZE, SIZE, noisy),
                    capture);
        }
    }

    private static TrainingData data() {
        List<PairEntry> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            entries.add(new Shared(i, Capture.of("a", 100)));
            entries.add(new Shared(i, Capture.of("b", 800)));
        }
        return TrainingData.read(entries, entries.subList(0, 2), "made", 1 << 26, 1, Monitor.silent());
    }

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private NoiseFlowTask task(String name, TrainPlan plan, ResumePolicy start) {
        TrainingData data = data();
        NoiseFlowSpec spec = NoiseFlowSpec.defaults(4, NoiseFlowTask.captures(data));
        return new NoiseFlowTask(spec, Optional.empty(), plan, data, file(name), start, Device.CPU, Map.of());
    }

    @Test
    void learnsHowPlanesGoTogether() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "400", "learningRate", "3e-3", "batchSize", "8"));
        TrainingResult result = NoiseFlowTrainer.train(task("learned", plan, ResumePolicy.NEW), Monitor.silent());
        List<History.LossPoint> curve = result.history().lossCurve(10);
        // the possible gain is 0.145 nats: the shared half of the noise changes the entropy of each value by log(5/16)
        // / 8
        assertThat(curve.get(9).lossMean()).isLessThan(curve.get(0).lossMean() - 0.015);
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        NoiseFlowTrainer.train(task("whole", PLAN, ResumePolicy.NEW), Monitor.silent());
        for (int stop : new int[] {0, 17}) {
            String name = "stopped" + stop;
            NoiseFlowTrainer.train(task(name, PLAN, ResumePolicy.NEW), new DenoiserTrainerTest.StopAfter(stop));
            NoiseFlowTrainer.train(task(name, PLAN, ResumePolicy.RESUME), Monitor.silent());
            assertThat(Files.readAllBytes(file(name))).isEqualTo(Files.readAllBytes(file("whole")));
        }
    }

    @Test
    void anotherCameraIsAddedAndTheOthersStay() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "150", "learningRate", "3e-3"));
        NoiseFlowTrainer.train(task("known", plan, ResumePolicy.NEW), Monitor.silent());
        ModelFile<NoiseSpec> known = Models.readNoise(file("known"));
        List<Capture> added = List.of(Capture.of("c", 400));
        List<PairEntry> entries = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            entries.add(new Shared(i, added.get(0)));
        }
        TrainingData data = TrainingData.read(entries, List.of(), "added", 1 << 26, 1, Monitor.silent());
        CaptureGrowth growth = CaptureGrowth.of((CaptureFlowSpec) known.spec(), known.weights(), added);
        NoiseFlowTask task = new NoiseFlowTask(
                growth.spec(),
                Optional.of(new NoiseFlowTask.Earlier(known.vocabulary(), Models.noise(known), growth.weights())),
                plan,
                data,
                file("grown"),
                ResumePolicy.NEW,
                Device.CPU,
                Map.of());
        NoiseFlowTrainer.train(task, Monitor.silent());
        NoiseDensity before = (NoiseDensity) Models.noise(known);
        NoiseDensity after = (NoiseDensity) Models.noise(Models.readNoise(file("grown")));
        assertThat(after.captures()).hasSize(3).containsAll(added);
        NoisyPair old = new Shared(9, Capture.of("b", 800)).load();
        assertThat(after.nllNatsPerDim(old)).isCloseTo(before.nllNatsPerDim(old), within(0.05));
        // the entropy of independent noise, minus the gain by the correlation between planes
        NoisyPair fresh = new Shared(9, added.get(0)).load();
        double white = 0;
        for (float light : fresh.clean().toArray()) {
            white += 0.5
                    * Math.log(2 * Math.PI * Math.E * (1e-5 * 400 * light + 1e-5))
                    / fresh.clean().size();
        }
        assertThat(after.nllNatsPerDim(fresh)).isLessThan(white + 0.02);
    }
}

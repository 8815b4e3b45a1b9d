package io.grainflow.noiseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoiser.training.DenoiserTrainerTest;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.progress.Monitor;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
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

/** Trainings of Flow-sRGB on 8-bit pictures with noise of known strength. */
final class FlowSrgbTrainerTest {
    private static final int SIZE = 32;
    private static final List<Capture> CAPTURES = List.of(Capture.of("a", 100), Capture.of("b", 800));
    private static final TrainPlan PLAN = RecordSettings.with(
            NoiseFlowTask.defaultPlan(),
            Map.of(
                    "steps", "40",
                    "batchSize", "4",
                    "patchSize", "16",
                    "validations", "2",
                    "checkpointEvery", "9",
                    "warmUpSteps", "0",
                    "threads", "1"));

    @TempDir
    Path folder;

    /** White noise of 6 or 12 grey levels. */
    private record Grainy(int index, Capture capture) implements PairEntry {
        static double sigma(Capture capture) {
            return (capture.iso() == 100 ? 6 : 12) / 255.0;
        }

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
            float[] clean = new float[3 * plane];
            float[] noisy = new float[3 * plane];
            RandomField field = new RandomField(new Seed(index).child(capture.toString()));
            for (int i = 0; i < clean.length; i++) {
                clean[i] = Math.round(60 + 120.0 * (i % plane) / plane) / 255f;
                noisy[i] = (float) (clean[i] + sigma(capture) * field.normal(i));
            }
            Image image = Image.adopt(PixelDomain.SRGB, SIZE, SIZE, noisy);
            return new NoisyPair(
                    scene(), Image.adopt(PixelDomain.SRGB, SIZE, SIZE, clean), image.quantised(255), capture);
        }
    }

    private NoiseFlowTask task(String name, ResumePolicy start) {
        List<PairEntry> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (Capture capture : CAPTURES) {
                entries.add(new Grainy(i, capture));
            }
        }
        TrainingData data = TrainingData.read(entries, entries.subList(0, 2), "made", 1 << 26, 1, Monitor.silent());
        FlowSrgbSpec spec = FlowSrgbSpec.defaults(3, NoiseFlowTask.captures(data));
        return new NoiseFlowTask(spec, Optional.empty(), PLAN, data, folder.resolve(name), start, Device.CPU, Map.of());
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        NoiseFlowTrainer.train(task("whole", ResumePolicy.NEW), Monitor.silent());
        NoiseFlowTrainer.train(task("stopped", ResumePolicy.NEW), new DenoiserTrainerTest.StopAfter(17));
        NoiseFlowTrainer.train(task("stopped", ResumePolicy.RESUME), Monitor.silent());
        assertThat(Files.readAllBytes(folder.resolve("stopped")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole")));
    }

    @Test
    void knowsTheStrengthOfNoiseAndSamplesOnTheGrid() {
        NoiseFlowTrainer.train(task("model", ResumePolicy.NEW), Monitor.silent());
        NoiseModel model = Models.noise(Models.readNoise(folder.resolve("model")));
        for (Capture capture : CAPTURES) {
            NoisyPair pair = new Grainy(7, capture).load();
            Image sampled = model.sampleNoisy(pair.clean(), capture, new Seed(1));
            assertThat(sampled).isEqualTo(sampled.quantised(255));
            double squares = 0;
            for (int i = 0; i < sampled.size(); i++) {
                double noise = sampled.values().get(i) - pair.clean().values().get(i);
                squares += noise * noise / sampled.size();
            }
            double sigma = Grainy.sigma(capture);
            assertThat(Math.sqrt(squares) / sigma).isCloseTo(1, within(0.12));
            double entropy = 0.5 * Math.log(2 * Math.PI * Math.E * sigma * sigma);
            assertThat(((NoiseDensity) model).nllNatsPerDim(pair)).isCloseTo(entropy, within(0.1));
        }
    }

    @Test
    void tablesGrowByCameraAndIso() {
        NoiseFlowTrainer.train(task("known", ResumePolicy.NEW), Monitor.silent());
        ModelFile<NoiseSpec> known = Models.readNoise(folder.resolve("known"));
        List<Capture> added = List.of(Capture.of("c", 800), Capture.of("a", 1600));
        CaptureGrowth growth = CaptureGrowth.of((CaptureFlowSpec) known.spec(), known.weights(), added);
        List<Capture> all = new ArrayList<>(CAPTURES);
        all.addAll(added);
        NoiseModel before = Models.noise(known);
        NoiseModel after = growth.spec().build(all, growth.weights(), Inference.on(Device.CPU));
        NoisyPair pair = new Grainy(7, CAPTURES.get(1)).load();
        for (Capture capture : CAPTURES) {
            assertThat(after.sampleNoisy(pair.clean(), capture, new Seed(1)))
                    .isEqualTo(before.sampleNoisy(pair.clean(), capture, new Seed(1)));
        }
        assertThat(after.sampleNoisy(pair.clean(), added.get(0), new Seed(1)).size())
                .isEqualTo(pair.clean().size());
    }
}

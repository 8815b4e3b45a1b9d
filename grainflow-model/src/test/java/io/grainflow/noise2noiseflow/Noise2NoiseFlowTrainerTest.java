package io.grainflow.noise2noiseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.training.DenoiserTrainerTest;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Psnr;
import io.grainflow.model.Models;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noiseflow.NoiseFlowSpec;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joint training of noise model and denoiser on noisy shots without clean images. */
final class Noise2NoiseFlowTrainerTest {
    private static final int SIZE = 32;
    private static final Capture CAPTURE = Capture.of("a", 800);
    private static final double SLOPE = 8e-3;
    private static final TrainPlan PLAN = RecordSettings.with(
            Noise2NoiseFlowTask.defaultPlan(),
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

    /** Two shots of a ramp. */
    private record Shots(int index) implements PairEntry {
        static Image clean() {
            float[] values = new float[4 * SIZE * SIZE];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.2f + 0.5f * (i % SIZE) / SIZE;
            }
            return Image.adopt(PixelDomain.RAW_PACKED, SIZE, SIZE, values);
        }

        static Image shot(long seed) {
            float[] values = clean().toArray();
            RandomField field = new RandomField(new Seed(seed));
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (Math.sqrt(SLOPE * values[i]) * field.normal(i));
            }
            return Image.adopt(PixelDomain.RAW_PACKED, SIZE, SIZE, values);
        }

        @Override
        public String name() {
            return "shots" + index;
        }

        @Override
        public String scene() {
            return "scene" + index;
        }

        @Override
        public Capture capture() {
            return CAPTURE;
        }

        @Override
        public NoisyPair load() {
            return new NoisyPair(scene(), shot(2L * index), shot(2L * index + 1), CAPTURE);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private Noise2NoiseFlowTask task(String name, TrainPlan plan, ResumePolicy start) {
        List<PairEntry> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(new Shots(i));
        }
        TrainingData data = TrainingData.read(entries, entries.subList(0, 2), "made", 1 << 26, 1, Monitor.silent());
        DnCnnSpec denoiser = new DnCnnSpec(4, 4, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
        return new Noise2NoiseFlowTask(
                NoiseFlowSpec.defaults(4, List.of(CAPTURE)),
                denoiser,
                Noise2NoiseFlowLoss.PUBLISHED_WEIGHT,
                plan,
                data,
                file(name),
                file(name + "-denoiser"),
                start,
                Device.CPU,
                Map.of());
    }

    @Test
    void learnsBothWithoutACleanImage() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "300", "learningRate", "2e-3"));
        Noise2NoiseFlowTrainer.train(task("learned", plan, ResumePolicy.NEW), Monitor.silent());
        Image noisy = Shots.shot(99);
        Image restored = Models.denoiser(Models.readDenoiser(file("learned-denoiser")), Device.CPU)
                .denoise(noisy);
        assertThat(Psnr.decibels(Shots.clean(), restored, 1)).isGreaterThan(Psnr.decibels(Shots.clean(), noisy, 1) + 2);
        NoiseDensity noise = (NoiseDensity) Models.noise(Models.readNoise(file("learned")));
        double entropy = 0;
        for (float light : Shots.clean().toArray()) {
            entropy += 0.5 * Math.log(2 * Math.PI * Math.E * SLOPE * light) / noisy.size();
        }
        NoisyPair pair = new NoisyPair("s", Shots.clean(), noisy, CAPTURE);
        assertThat(noise.nllNatsPerDim(pair)).isCloseTo(entropy, within(0.06));
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        Noise2NoiseFlowTrainer.train(task("whole", PLAN, ResumePolicy.NEW), Monitor.silent());
        Noise2NoiseFlowTrainer.train(task("stopped", PLAN, ResumePolicy.NEW), new DenoiserTrainerTest.StopAfter(17));
        Noise2NoiseFlowTrainer.train(task("stopped", PLAN, ResumePolicy.RESUME), Monitor.silent());
        for (String part : List.of("", "-denoiser")) {
            assertThat(Files.readAllBytes(file("stopped" + part))).isEqualTo(Files.readAllBytes(file("whole" + part)));
        }
    }
}

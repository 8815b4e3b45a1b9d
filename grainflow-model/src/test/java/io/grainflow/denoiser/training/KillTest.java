package io.grainflow.denoiser.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.Checkpoint;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training in a separate process that is killed at random moments resumes to the same bytes. */
final class KillTest {
    private static final int KILLS = 3;
    private static final int STEPS = 400;
    private static final long SEED = 11;

    @TempDir
    Path folder;

    @Test
    void killedAtRandomMomentsItEndsTheSame() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.safetensors");
        Path killed = folder.resolve("killed.safetensors");
        train(whole);
        SplittableRandom random = new Seed(SEED).random();
        int unfinished = 0;
        for (int i = 0; i < KILLS; i++) {
            FileTime before = checkpointTime(killed);
            Process process = start(killed);
            while (process.isAlive() && checkpointTime(killed).equals(before)) {
                Thread.sleep(5);
            }
            Thread.sleep(random.nextInt(150));
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            unfinished += Files.exists(killed) ? 0 : 1;
        }
        assertThat(unfinished).as("trainings that were killed before their end").isPositive();
        Process last = start(killed);
        assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as("seed %d", SEED).isZero();
        assertThat(killed).hasSameBinaryContentAs(whole);
    }

    /** The training process. */
    public static void main(String[] arguments) {
        train(Path.of(arguments[0]));
    }

    private static void train(Path out) {
        TrainPlan plan = RecordSettings.with(
                TrainPlan.defaults(),
                Map.of(
                        "steps", Integer.toString(STEPS),
                        "batchSize", "2",
                        "patchSize", "16",
                        "checkpointEvery", "7",
                        "threads", "1"));
        TrainingData data = TrainingData.read(
                SyntheticPairs.of(4, 1, 32, 0.1),
                SyntheticPairs.of(1, 1, 32, 0.1),
                "made",
                1 << 22,
                1,
                Monitor.silent());
        DnCnnSpec spec = new DnCnnSpec(1, 3, 4, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
        Supervision supervision = Supervision.of(TrainingNoise.parse("gaussian:25"), Target.CLEAN);
        DenoiserTrainer.train(
                new DenoiserTask(spec, plan, supervision, data, out, ResumePolicy.RESUME, Device.CPU, Map.of()),
                Monitor.silent());
    }

    private Process start(Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillTest.class.getName(),
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    private static FileTime checkpointTime(Path out) throws IOException {
        Path checkpoint = Checkpoint.beside(out);
        return Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint) : FileTime.fromMillis(0);
    }
}

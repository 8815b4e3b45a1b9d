package io.grainflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.c2n.C2nSpec;
import io.grainflow.denoiser.training.Target;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.train.AdversarialTraining;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.FlowTraining;
import io.grainflow.job.train.NoiseTraining;
import io.grainflow.job.train.Recipe;
import io.grainflow.job.train.TrainC2n;
import io.grainflow.job.train.TrainDenoiser;
import io.grainflow.job.train.TrainNaFlow;
import io.grainflow.job.train.TrainNeca;
import io.grainflow.job.train.TrainNmFlowGan;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.job.train.TrainNoise2NoiseFlow;
import io.grainflow.job.train.TrainNoiseFlow;
import io.grainflow.job.train.TrainingOptions;
import io.grainflow.model.Models;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.train.ResumePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a few steps on tiny pairs, by their records and from their documents. */
final class TrainingJobsTest {
    @TempDir
    static Path root;

    private static JobsFolder folder;

    @BeforeAll
    static void makeInputs() {
        folder = JobsFolder.in(root);
    }

    private static TrainingOptions steps(long count) {
        return TrainingOptions.defaults()
                .steps(count)
                .set("patchSize", 16)
                .set("batchSize", 2)
                .set("validations", 1)
                .start(ResumePolicy.REPLACE);
    }

    @Test
    void noise() {
        NoiseTraining result = JobsFolder.run(TrainNoise.defaults()
                .data(folder.pairs().toString())
                .allScenes(true)
                .out(folder.file("levels.safetensors"))
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.model()).isEqualTo("heteroscedastic");
        assertThat(result.captures()).hasSize(2);
    }

    @Test
    void naFlow() {
        TrainNaFlow job = TrainNaFlow.defaults()
                .data(folder.pairs().toString())
                .allScenes(true)
                .out(folder.file("naflow.safetensors"))
                .training(steps(2).set("levels", 2).set("features", 8).set("hidden", 6))
                .compute(JobsFolder.COMPUTE);
        FlowTraining result = JobsFolder.run(job);
        assertThat(result.steps()).isEqualTo(2);
        FlowTraining grown = JobsFolder.run(job.from(folder.file("naflow.safetensors"))
                .out(folder.file("grown.safetensors"))
                .training(steps(2)));
        assertThat(grown.captures()).hasSize(2);
    }

    @Test
    void noiseFlows() {
        TrainNoiseFlow job = TrainNoiseFlow.defaults()
                .data(folder.raw())
                .allScenes(true)
                .out(folder.file("noise-flow.safetensors"))
                .training(steps(2))
                .compute(JobsFolder.COMPUTE);
        assertThat(JobsFolder.run(job).steps()).isEqualTo(2);
        assertThat(JobsFolder.run(job.from(folder.file("noise-flow.safetensors"))
                                .out(folder.file("grown-flow.safetensors")))
                        .captures())
                .hasSize(2);
        assertThat(JobsFolder.run(job.kind(TrainNoiseFlow.Kind.FLOW_SRGB)
                                .data(folder.pairs().toString())
                                .out(folder.file("flow-srgb.safetensors")))
                        .steps())
                .isEqualTo(2);
    }

    @Test
    void nmFlowGan() {
        AdversarialTraining result = JobsFolder.run(TrainNmFlowGan.defaults()
                .data(folder.pairs().toString())
                .out(folder.file("nm-flowgan.safetensors"))
                .training(steps(2).set("generatorWidth", 4)
                        .set("criticWidth", 4)
                        .set("criticHalvings", 2)
                        .set("patchSize", 16))
                .compute(JobsFolder.COMPUTE));
        assertThat(result.steps()).isEqualTo(2);
        assertThat(result.losses()).containsKeys("criticGap", "gradientPenalty", "nllNatsPerDim");
        assertThat(result.captures()).isNotEmpty();
        Job<?> raw = TrainNmFlowGan.defaults()
                .data(folder.raw())
                .allScenes(true)
                .out(folder.file("raw-gan.safetensors"))
                .compute(JobsFolder.COMPUTE);
        assertThatThrownBy(() -> raw.run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nm-flowgan works on finished photographs of 8 bit");
    }

    @Test
    void noise2NoiseFlow() {
        FlowTraining result = JobsFolder.run(TrainNoise2NoiseFlow.defaults()
                .data(folder.raw())
                .allScenes(true)
                .out(folder.file("n2n.safetensors"))
                .training(steps(2).set("denoiserDepth", 3).set("denoiserFeatures", 8))
                .compute(JobsFolder.COMPUTE));
        assertThat(result.steps()).isEqualTo(2);
        assertThat(folder.file("n2n-denoiser.safetensors")).exists();
    }

    private static TrainC2n c2n(String name) {
        return TrainC2n.defaults()
                .out(folder.file(name + ".safetensors"))
                .training(steps(2).set("width", 4).set("criticWidth", 4).set("criticSteps", 2))
                .compute(JobsFolder.COMPUTE);
    }

    @Test
    void c2n() {
        AdversarialTraining paired =
                JobsFolder.run(c2n("c2n").data(folder.pairs().toString()).allScenes(true));
        assertThat(paired.steps()).isEqualTo(2);
        assertThat(paired.captures()).isEmpty();
        assertThat(paired.losses())
                .containsOnlyKeys("criticGap", "gradientPenalty", "generatorLoss", "stabilisingLoss");
        AdversarialTraining validated =
                JobsFolder.run(c2n("c2n-validated").data(folder.pairs().toString()));
        assertThat(validated.validations()).hasSize(1);
        assertThat(validated.figures()).containsKey("validationKld");
    }

    /** The released weights have blue first; what is trained here has the order of the images, with every recipe. */
    @Test
    void c2nLearnsInTheOrderOfTheImages() {
        TrainC2n published = c2n("c2n-published")
                .data(folder.pairs().toString())
                .recipe(Recipe.PUBLISHED)
                .training(steps(1).set("width", 4)
                        .set("criticWidth", 4)
                        .set("batchSize", 2)
                        .set("patchSize", 16));
        JobsFolder.run(published);
        assertThat(((C2nSpec) Models.readNoise(folder.file("c2n-published.safetensors"))
                                .spec())
                        .order())
                .isEqualTo(C2nSpec.Order.RGB);
        assertThatThrownBy(() -> published.set("order", "bgr").run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("c2n: learns from images as they are read");
    }

    @Test
    void c2nOnUnpairedImages() throws IOException {
        Path noisy = Files.createDirectories(folder.file("noisy-only"));
        try (Stream<Path> files = Files.list(folder.pairs().resolve("noisy"))) {
            for (Path file : files.sorted().limit(3).toList()) {
                Files.copy(file, noisy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(noisy.resolve("broken.png"), "no image");
        write(noisy.resolve("small.png"), 3, 9);
        write(noisy.resolve("grey.png"), 1, 30);
        TrainC2n job =
                c2n("c2n-unpaired").clean(folder.pairs().resolve("clean")).images(noisy);
        AdversarialTraining result = JobsFolder.run(job);
        assertThat(result.trainingPairs()).isEqualTo(3);
        assertThat(result.validations()).isEmpty();
        assertThat(result.failures().stream().map(Failure::reason).toList())
                .hasSize(3)
                .anyMatch(line -> line.contains("broken.png"))
                .anyMatch(line -> line.contains("small.png: is 30x9 pixels, smaller than a patch of 16"))
                .anyMatch(line -> line.contains("grey.png: is SRGB with 1 channels"));
    }

    @Test
    void c2nNeedsOneWayToItsImages() throws IOException {
        Path clean = folder.pairs().resolve("clean");
        refused(c2n("none"), "images: there are none; give either `data`, or `clean` and `images`");
        refused(c2n("none").clean(clean), "images: `images` with noisy images is missing");
        refused(c2n("none").images(clean), "images: `clean` with clean images is missing");
        refused(c2n("none").data("pairs").clean(clean), "images: are given as pairs and as folders");
        Path empty = Files.createDirectories(folder.file("empty"));
        refused(c2n("none").clean(clean).images(empty), "empty");
        Path broken = Files.createDirectories(folder.file("broken"));
        Files.writeString(broken.resolve("a.png"), "no image");
        refused(c2n("none").clean(clean).images(broken), "has no usable image to train on (1 failed)");
        TrainC2n large = c2n("none").clean(clean).images(folder.pairs().resolve("noisy"));
        refused(
                large.training(large.training().set("patchSize", 500)),
                "has no usable image to train on (5 failed); check the files named above");
        Path grey = Files.createDirectories(folder.file("grey"));
        write(grey.resolve("a.png"), 1, 30);
        refused(c2n("none").clean(clean).images(grey), "are SRGB with 1 channels, the clean ones SRGB with 3");
        refused(c2n("none").data("clean:" + clean), "has clean images alone");
    }

    /** A black image of 30 columns. */
    private static void write(Path file, int channels, int height) {
        Image image = Image.adopt(PixelDomain.SRGB, height, 30, new float[channels * height * 30]);
        ImageFiles.write(file, image, SampleFormat.U8);
    }

    private static void refused(TrainC2n job, String words) {
        assertThatThrownBy(() -> job.run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(words);
    }

    @Test
    void neca() {
        TrainNeca job = TrainNeca.defaults()
                .data(folder.pairs().toString())
                .allScenes(true)
                .out(folder.file("neca.safetensors"))
                .training(steps(6).set("patchSize", 24)
                        .set("gainWidth", 2)
                        .set("levelWidth", 2)
                        .set("correlationWidth", 2)
                        .set("criticWidth", 2))
                .compute(JobsFolder.COMPUTE);
        AdversarialTraining result = JobsFolder.run(job);
        assertThat(result.steps()).isEqualTo(6);
        assertThat(result.captures()).hasSize(2);
        assertThat(result.losses()).containsKeys("criticGap", "gainLoss", "levelLoss", "adversarialLoss");
        assertThat(folder.file("neca-s.safetensors")).exists();
        JobsFolder.run(job.recipe(Recipe.PUBLISHED)
                .training(job.training()
                        .steps(1)
                        .set("denoiserFeatures", 2)
                        .set("sharing", "per_camera")
                        .set("jointFrom", 0)));
    }

    @Test
    void denoiser() {
        TrainDenoiser job = TrainDenoiser.defaults()
                .data(folder.pairs().toString())
                .out(folder.file("dncnn-trained.safetensors"))
                .training(steps(3).set("depth", 3).set("features", 8))
                .compute(JobsFolder.COMPUTE);
        DenoiserTraining real = JobsFolder.run(job);
        assertThat(real.steps()).isEqualTo(3);
        TrainNaFlow noise = TrainNaFlow.defaults()
                .data(folder.pairs().toString())
                .allScenes(true)
                .out(folder.file("noise.safetensors"))
                .training(steps(1).set("levels", 2).set("features", 8).set("hidden", 6))
                .compute(JobsFolder.COMPUTE);
        noise.run(Monitor.silent());
        DenoiserTraining learned =
                JobsFolder.run(job.noise(noise.out().toString()).target(Target.NOISY));
        assertThat(learned.losses()).isNotEmpty();
    }

    /** However fast the steps are, the monitor receives only a few of them, and always the last one. */
    @Test
    void progressIsToldSometimesAndAtTheEnd() {
        List<Event> told = new ArrayList<>();
        TrainDenoiser.defaults()
                .data(folder.pairs().toString())
                .noise("gaussian:25")
                .out(folder.file("fast.safetensors"))
                .training(steps(200).set("depth", 2).set("features", 2))
                .compute(JobsFolder.COMPUTE)
                .run(told::add);
        List<Event.Advanced> advanced = told.stream()
                .filter(Event.Advanced.class::isInstance)
                .map(Event.Advanced.class::cast)
                .filter(event -> event.task().startsWith("train"))
                .toList();
        assertThat(advanced).hasSizeBetween(2, 150);
        assertThat(advanced.get(advanced.size() - 1).done()).isEqualTo(200);
    }

    @Test
    void optionsAreChecked() {
        TrainingOptions options = TrainingOptions.defaults();
        assertThatThrownBy(() -> options.steps(0))
                .isInstanceOf(InputException.class)
                .hasMessage("steps: expects 1 to 100000000, got 0; change `steps`");
        assertThatThrownBy(() -> options.minutes(Double.NaN)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> options.cacheMegabytes(-1)).isInstanceOf(InputException.class);
        assertThat(options.steps(5).minutes(1).steps()).isEmpty();
        assertThatThrownBy(() -> TrainDenoiser.defaults()
                        .data(folder.pairs().toString())
                        .out(folder.file("never.safetensors"))
                        .set("depht", 3)
                        .run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("setting depht: is unknown; known: channels, depth,");
    }
}

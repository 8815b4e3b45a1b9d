package io.grainflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.job.compare.CompareNoise;
import io.grainflow.job.compare.Comparison;
import io.grainflow.job.evaluate.EvaluateNoise;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons of cheap models: two that know both ISOs of the pairs, one that knows one of them, and one whose file is broken. */
final class ComparisonTest {
    private static final Map<String, String> TINY =
            Map.of("depth", "3", "features", "8", "patchSize", "24", "batchSize", "2", "validations", "1");

    @TempDir
    static Path root;

    private static JobsFolder folder;

    @BeforeAll
    static void makeModels() throws IOException {
        folder = JobsFolder.in(root);
        Path one = folder.file("one");
        Simulate.defaults()
                .out(one)
                .cameras(List.of("vc-compact"))
                .isos(List.of(800))
                .scenes(3)
                .size(48)
                .compute(JobsFolder.COMPUTE)
                .run(Monitor.silent());
        fit(TrainNoise.Kind.GAUSSIAN, folder.pairs(), "gaussian");
        fit(TrainNoise.Kind.HETEROSCEDASTIC, folder.pairs(), "heteroscedastic");
        fit(TrainNoise.Kind.GAUSSIAN, one, "one-iso");
        Files.writeString(model("broken"), "no model");
    }

    private static void fit(TrainNoise.Kind kind, Path pairs, String name) {
        TrainNoise.defaults()
                .kind(kind)
                .data(pairs.toString())
                .out(model(name))
                .compute(JobsFolder.COMPUTE)
                .run(Monitor.silent());
    }

    private static Path model(String name) {
        return folder.file(name + ".safetensors");
    }

    private static CompareNoise job(String out, String... models) {
        return CompareNoise.defaults()
                .models(List.of(models).stream()
                        .map(name -> model(name).toString())
                        .toList())
                .data(folder.pairs().toString())
                .out(folder.file(out))
                .seed(new Seed(3))
                .compute(JobsFolder.COMPUTE);
    }

    private static CompareNoise tiny(String out, String... models) {
        return job(out, models).denoiserSteps(4).denoiserSettings(TINY);
    }

    @Test
    void allModelsAreScoredOnTheSamePairs() {
        CompareNoise job = job("scored", "gaussian", "heteroscedastic", "one-iso");
        Comparison result = JobsFolder.run(job.existing(OverwritePolicy.REPLACE));
        assertThat(result.failures()).isEmpty();
        assertThat(result.models().stream().map(Comparison.ModelResult::name))
                .containsExactly("gaussian", "heteroscedastic", "one-iso");
        Comparison.ModelResult gaussian = result.models().get(0);
        Comparison.ModelResult oneIso = result.models().get(2);
        assertThat(gaussian.evaluation().images()).hasSize(result.pairs());
        assertThat(oneIso.evaluation().leftOut()).isEqualTo(result.pairs() / 2);
        assertThat(result.commonPairs()).isEqualTo(result.pairs() / 2);
        assertThat(result.commonCaptures()).containsExactly("vc-compact ISO 800");
        double mean = gaussian.evaluation().images().stream()
                .filter(image -> image.iso() == 800)
                .mapToDouble(image -> image.score().kld())
                .average()
                .orElseThrow();
        assertThat(gaussian.commonOverPairs().kld()).isCloseTo(mean, within(1e-12));
        assertThat(oneIso.commonOverPairs()).isEqualTo(oneIso.evaluation().average());
        assertThat(gaussian.kind()).isEqualTo("gaussian");
        assertThat(gaussian.samplingSecondsPerMegapixel()).isPositive();
        assertThat(gaussian.denoiser()).isEmpty();
        NoiseEvaluation alone = EvaluateNoise.defaults()
                .model(model("heteroscedastic"))
                .data(folder.pairs().toString())
                .split(Data.Part.TEST)
                .seed(new Seed(3))
                .compute(JobsFolder.COMPUTE)
                .run(Monitor.silent());
        assertThat(result.models().get(1).evaluation()).isEqualTo(alone);
    }

    @Test
    void aModelThatFailsIsNamedAndTheOthersAreCompared() throws IOException {
        Comparison result = job("failing", "gaussian", "broken", "missing").run(Monitor.silent());
        assertThat(result.models().stream().map(Comparison.ModelResult::name)).containsExactly("gaussian");
        assertThat(result.failures().stream().map(Failure::item)).containsExactly("broken", "missing");
        assertThat(result.failed()).isEqualTo(2);
        String page = Files.readString(folder.file("failing").resolve(CompareNoise.PAGE));
        assertThat(page).contains("gaussian", "What failed", "broken.safetensors", "missing.safetensors");
        assertThat(page).doesNotContain(root.toString());
        assertThatThrownBy(() -> job("none", "broken").run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("broken");
    }

    @Test
    void thePageShowsEveryModel() throws IOException {
        tiny("page", "gaussian", "heteroscedastic", "one-iso").run(Monitor.silent());
        String page = Files.readString(folder.file("page").resolve(CompareNoise.PAGE));
        assertThat(page)
                .contains(
                        "<img",
                        "KLD NM-FlowGAN",
                        "KLD C2N",
                        "Histograms of the noise",
                        "Correlation of the noise",
                        "magnified");
        for (String model : List.of("gaussian", "heteroscedastic", "one-iso")) {
            // one picture of the photograph and one of the noise at least
            assertThat(page.split(model, -1)).as(model).hasSizeGreaterThan(4);
        }
        assertThat(page).doesNotContain(root.toString());
        JsonNode json = JsonMapper.shared()
                .readTree(Files.readString(folder.file("page").resolve(CompareNoise.FIGURES)));
        assertThat(json.get("command").asString()).isEqualTo("compare");
        JsonNode first = json.get("models").get(0);
        assertThat(first.propertyNames())
                .contains("samplingSecondsPerMegapixel", "parameters", "common", "commonOverPairs", "denoiser");
        assertThat(first.get("denoiser").get("psnrDecibels").isNumber()).isTrue();
        assertThat(json.get("real").get("behindRealDecibels").isNull()).isTrue();
    }

    @Test
    void denoisersAreTrainedWithEqualMeans() {
        CompareNoise job = tiny("denoised", "gaussian", "one-iso").existing(OverwritePolicy.REPLACE);
        Comparison result = JobsFolder.run(job);
        assertThat(result.failures()).isEmpty();
        Comparison.TrainedOn real = result.real().orElseThrow();
        for (Comparison.ModelResult model : result.models()) {
            Comparison.TrainedOn own = model.denoiser().orElseThrow();
            assertThat(own.steps()).isEqualTo(real.steps()).isEqualTo(4);
            assertThat(own.behindRealDecibels()).isCloseTo(real.psnrDecibels() - own.psnrDecibels(), within(1e-9));
            assertThat(own.evaluation().images()).hasSize(result.pairs());
        }
        assertThat(result.models().get(0).denoiser().orElseThrow().trainingPairs())
                .isEqualTo(real.trainingPairs());
        assertThat(result.models().get(1).denoiser().orElseThrow().trainingPairs())
                .isEqualTo(real.trainingPairs() / 2);
        assertThat(folder.file("denoised/denoisers/real-pairs.safetensors")).exists();
    }

    /** Times of sampling are measured, so equal ones were kept. */
    @Test
    void finishedFiguresAreKept() throws IOException {
        CompareNoise job = tiny("kept", "gaussian", "heteroscedastic");
        Comparison first = job.run(Monitor.silent());
        Path out = folder.file("kept");
        String page = Files.readString(out.resolve(CompareNoise.PAGE));
        assertThatThrownBy(() -> job.run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("existing=keep");
        CompareNoise again = job.existing(OverwritePolicy.KEEP);
        assertThat(again.run(Monitor.silent())).isEqualTo(first);
        assertThat(Files.readString(out.resolve(CompareNoise.PAGE))).isEqualTo(page);
        Files.delete(out.resolve("figures/gaussian.json"));
        Comparison second = again.run(Monitor.silent());
        assertThat(second.models().get(0)).isNotEqualTo(first.models().get(0));
        assertThat(second.models().get(0).evaluation())
                .isEqualTo(first.models().get(0).evaluation());
        assertThat(second.models().get(1)).isEqualTo(first.models().get(1));
        assertThat(again.seed(new Seed(4))
                        .denoisers(true)
                        .run(Monitor.silent())
                        .models()
                        .get(1)
                        .evaluation())
                .isNotEqualTo(first.models().get(1).evaluation());
    }

    @Test
    void figuresOfAnotherNumberOfSamplesAreNotKept() {
        CompareNoise job = job("samples", "gaussian");
        NoiseScore one = job.run(Monitor.silent()).models().get(0).common();
        NoiseScore three = job.samples(3)
                .existing(OverwritePolicy.KEEP)
                .run(Monitor.silent())
                .models()
                .get(0)
                .common();
        assertThat(three.akld()).isNotEqualTo(one.akld()).isPositive();
        assertThat(three.kldNmFlowGan()).isEqualTo(one.kldNmFlowGan()).isPositive();
        assertThat(three.kldC2n()).isEqualTo(one.kldC2n());
        assertThat(three.klNoise2NoiseFlow()).isEqualTo(one.klNoise2NoiseFlow());
    }

    @Test
    void aStoppedComparisonGoesOn() {
        CompareNoise job = tiny("stopped", "gaussian", "heteroscedastic");
        AtomicBoolean stop = new AtomicBoolean();
        Monitor stopping = new Monitor() {
            @Override
            public void on(Event event) {
                if (event instanceof Event.Note note && note.text().equals("denoiser of gaussian")) {
                    stop.set(true);
                }
            }

            @Override
            public boolean cancelled() {
                return stop.get();
            }
        };
        assertThatThrownBy(() -> job.run(stopping)).isInstanceOf(CancelledException.class);
        assertThat(folder.file("stopped").resolve(CompareNoise.PAGE)).doesNotExist();
        assertThat(folder.file("stopped/denoisers/real-pairs.json")).exists();
        Comparison gone = job.existing(OverwritePolicy.KEEP).run(Monitor.silent());
        Comparison whole = tiny("whole", "gaussian", "heteroscedastic").run(Monitor.silent());
        assertThat(gone.real()).isEqualTo(whole.real());
        assertThat(gone.models().stream().map(Comparison.ModelResult::denoiser))
                .isEqualTo(whole.models().stream()
                        .map(Comparison.ModelResult::denoiser)
                        .toList());
    }

    @Test
    void filesOfOneNameAreToldApart() throws IOException {
        Path other = Files.createDirectories(folder.file("other")).resolve("gaussian.safetensors");
        Files.copy(model("heteroscedastic"), other);
        CompareNoise job = job("names", "gaussian");
        Comparison result =
                job.models(List.of(job.models().get(0), other.toString())).run(Monitor.silent());
        assertThat(result.models().stream().map(Comparison.ModelResult::name))
                .containsExactly("gaussian", "gaussian-2");
    }

    @Test
    void settingsOfDenoisersNeedDenoisers() {
        CompareNoise job = tiny("settings", "gaussian");
        assertThatThrownBy(() -> job.denoisers(false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("denoisers=true");
        assertThatThrownBy(() -> job.denoiserSettings(Map.of("dephts", "3")).run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dephts");
        assertThat(Optional.of(folder.file("settings")))
                .get()
                .satisfies(out -> assertThat(out).doesNotExist());
    }
}

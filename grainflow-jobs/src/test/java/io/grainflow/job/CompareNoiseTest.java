package io.grainflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.job.compare.CompareNoise;
import io.grainflow.job.compare.Comparison;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noise models on the same pairs. */
final class CompareNoiseTest {
    @TempDir
    static Path root;

    private static JobsFolder folder;
    private static String gaussian;
    private static String heteroscedastic;

    @BeforeAll
    static void makeInputs() {
        folder = JobsFolder.in(root);
        gaussian = fitted(TrainNoise.Kind.GAUSSIAN, folder.pairs().toString(), "gaussian");
        heteroscedastic = fitted(TrainNoise.Kind.HETEROSCEDASTIC, folder.pairs().toString(), "heteroscedastic");
    }

    private static String fitted(TrainNoise.Kind kind, String data, String name) {
        Path out = folder.file(name + ".safetensors");
        TrainNoise.defaults()
                .kind(kind)
                .data(data)
                .out(out)
                .compute(JobsFolder.COMPUTE)
                .run(Monitor.silent());
        return out.toString();
    }

    private static CompareNoise job(String out, String... models) {
        return CompareNoise.defaults()
                .models(List.of(models))
                .pairs(new Data(folder.pairs().toString(), Data.Part.TEST))
                .out(folder.file(out))
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE);
    }

    @Test
    void oneFailingModelDoesNotLoseTheOthers() throws IOException {
        Path broken = Files.writeString(folder.file("broken.safetensors"), "no model");
        Comparison result = JobsFolder.run(job("compared", gaussian, broken.toString(), heteroscedastic));
        assertThat(result.models().stream().map(Comparison.ModelResult::name))
                .containsExactly("gaussian", "heteroscedastic");
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.failures().get(0).item()).isEqualTo("broken");
        assertThat(result.commonCaptures()).containsExactly("vc-compact ISO 3200", "vc-compact ISO 800");
        for (Comparison.ModelResult model : result.models()) {
            assertThat(model.sampling()).isEqualTo("metadata");
            assertThat(model.evaluation().images()).hasSize(result.pairs());
            assertThat(model.common().kldQuantised())
                    .isEqualTo(model.evaluation().averageOverCaptures().kldQuantised(), within(1e-12));
            assertThat(model.samplingSecondsPerMegapixel()).isPositive();
        }
        String page = Files.readString(folder.file("compared").resolve(CompareNoise.PAGE));
        assertThat(page).contains("heteroscedastic", "KLD Flow-sRGB").doesNotContain(root.toString());
        assertThat(Files.readString(folder.file("compared").resolve(CompareNoise.FIGURES)))
                .contains("samplingSecondsPerMegapixel", "nllNatsPerDim");
    }

    @Test
    void meansAreOverTheCapturesThatAllModelsKnow() {
        String few = fitted(TrainNoise.Kind.GAUSSIAN, folder.pairs() + "?only=noisy/vc-compact-iso800", "iso800");
        Comparison result = JobsFolder.run(job("some", few, gaussian));
        assertThat(result.commonCaptures()).containsExactly("vc-compact ISO 800");
        assertThat(result.models().get(0).evaluation().leftOut()).isPositive();
        assertThat(result.models().get(1).evaluation().leftOut()).isZero();
        Comparison.ModelResult all = result.models().get(1);
        assertThat(all.common()).isEqualTo(all.evaluation().captures().get(0).score());
        assertThat(all.evaluation().captures()).hasSize(2);
    }

    @Test
    void denoisersOfEqualBudget() throws IOException {
        CompareNoise job =
                job("denoised", gaussian).denoiserSteps(2).other(folder.pairs().toString());
        Comparison first = JobsFolder.run(job);
        Comparison.TrainedOn real = first.real().orElseThrow();
        Comparison.TrainedOn synthetic = first.models().get(0).denoiser().orElseThrow();
        assertThat(real.steps()).isEqualTo(2);
        assertThat(synthetic.steps()).isEqualTo(2);
        assertThat(synthetic.behindRealDecibels())
                .isEqualTo(real.psnrDecibels() - synthetic.psnrDecibels(), within(1e-12));
        assertThat(synthetic.other().orElseThrow().images()).hasSize(10);
        Path kept = folder.file("denoised").resolve("denoisers/gaussian.safetensors");
        FileTime written = Files.getLastModifiedTime(kept);
        Comparison again = job.existing(OverwritePolicy.KEEP).run(Monitor.silent());
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(written);
        assertThat(again.models().get(0).denoiser()).contains(synthetic);
    }

    @Test
    void modelsThatDoNotSuitTheDataAreTold() {
        String flow = folder.noise(NaFlowSpec.class).toString();
        assertThatThrownBy(() -> job("none", flow).sampling("metadata").run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("models: could not be compared: noise model: does not know vc-compact");
        assertThatThrownBy(() -> job("none", gaussian).sampling("nas").run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("needs a model that makes noise like that of an image");
    }
}

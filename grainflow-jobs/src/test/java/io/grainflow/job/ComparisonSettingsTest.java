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

/** Settings of comparisons: another data set for denoisers, ways of sampling. */
final class ComparisonSettingsTest {
    @TempDir
    static Path root;

    private static JobsFolder folder;
    private static String gaussian;

    @BeforeAll
    static void makeInputs() {
        folder = JobsFolder.in(root);
        gaussian = fitted(TrainNoise.Kind.GAUSSIAN, folder.pairs().toString(), "gaussian");
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

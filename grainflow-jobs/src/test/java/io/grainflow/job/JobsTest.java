package io.grainflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.c2n.C2nSpec;
import io.grainflow.export.ExportFormat;
import io.grainflow.job.benchmark.Benchmark;
import io.grainflow.job.benchmark.BenchmarkNetworks;
import io.grainflow.job.benchmark.Workload;
import io.grainflow.job.demo.Demo;
import io.grainflow.job.denoise.DenoiseImages;
import io.grainflow.job.denoise.DenoiserChoice;
import io.grainflow.job.evaluate.BiasReport;
import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.EstimateNoise;
import io.grainflow.job.evaluate.EvaluateDenoiser;
import io.grainflow.job.evaluate.EvaluateImages;
import io.grainflow.job.evaluate.EvaluateNoise;
import io.grainflow.job.evaluate.Identify;
import io.grainflow.job.evaluate.MeasureBias;
import io.grainflow.job.evaluate.NoiseEstimates;
import io.grainflow.job.file.CalibrateDenoiser;
import io.grainflow.job.file.ExportModel;
import io.grainflow.job.file.ImportModel;
import io.grainflow.job.file.Inspect;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.job.synthesise.Synthesize;
import io.grainflow.job.synthesise.SynthesizePairs;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.neca.NecaSpec;
import io.grainflow.nmflowgan.NmFlowGanSpec;
import io.grainflow.noiseflow.FlowSrgbSpec;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.parametric.GaussianSpec;
import io.grainflow.parametric.HeteroscedasticSpec;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs are built and run as other programs do: by their records, and from their documents. Each runs twice. The first run loads libraries,
 * and the second must not leave native objects behind.
 */
final class JobsTest {
    @TempDir
    static Path root;

    private static JobsFolder folder;

    @BeforeAll
    static void makeInputs() {
        folder = JobsFolder.in(root);
    }

    @Test
    void simulate() {
        Simulate.Result result = JobsFolder.run(Simulate.defaults()
                .out(folder.file("two"))
                .cameras(List.of("vc-phone"))
                .isos(List.of(800))
                .scenes(2)
                .size(32)
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.pairs()).isEqualTo(2);
        assertThat(folder.file("two").resolve("manifest.csv")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                GaussianSpec.class,
                HeteroscedasticSpec.class,
                FlowSrgbSpec.class,
                NaFlowSpec.class,
                NecaSpec.class,
                NmFlowGanSpec.class,
                C2nSpec.class
            })
    void synthesize(Class<? extends io.grainflow.model.NoiseSpec> kind) {
        Path out = folder.file("made-" + kind.getSimpleName());
        Synthesize.Result result = JobsFolder.run(Synthesize.defaults()
                .model(folder.noise(kind))
                .clean(folder.pairs().resolve("clean"))
                .camera(JobsFolder.known().camera().code(), JobsFolder.known().iso())
                .out(out)
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.images()).isEqualTo(5);
        assertThat(result.failed()).isZero();
        assertThat(out.resolve("manifest.csv")).exists();
    }

    @Test
    void synthesizeRaw() {
        Synthesize.Result result = JobsFolder.run(Synthesize.defaults()
                .model(folder.noise(NoiseFlowSpec.class))
                .clean(folder.file("raw").resolve("clean"))
                .camera(JobsFolder.known().camera().code(), JobsFolder.known().iso())
                .out(folder.file("made-raw"))
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.images()).isEqualTo(5);
    }

    @Test
    void synthesizeLikeAnImage() {
        Path noisy = folder.pairs().resolve("noisy/vc-compact-iso800-scene000.png");
        Synthesize.Result result = JobsFolder.run(Synthesize.defaults()
                .model(folder.noise(NaFlowSpec.class))
                .clean(folder.pairs().resolve("clean"))
                .like(noisy)
                .out(folder.file("made-like"))
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.images()).isEqualTo(5);
    }

    @Test
    void modelsAreClosedWhereTheJobIsRefused() {
        Job<?> job = Synthesize.defaults()
                .model(folder.noise(FlowSrgbSpec.class))
                .clean(folder.pairs().resolve("clean"))
                .camera("unknown", 100)
                .out(folder.file("none"))
                .compute(JobsFolder.COMPUTE);
        assertThatThrownBy(() -> job.run(Monitor.silent())).isInstanceOf(InputException.class);
        long before = NativeLibrary.liveObjects();
        assertThatThrownBy(() -> job.run(Monitor.silent())).isInstanceOf(InputException.class);
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
    }

    @Test
    void synthesizePairs() {
        Synthesize.Result result = JobsFolder.run(SynthesizePairs.defaults()
                .model(folder.noise(NaFlowSpec.class))
                .data(folder.pairs().toString())
                .copies(1)
                .out(folder.file("made-pairs"))
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.images()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dncnn", "nlm"})
    void denoiseImages(String method) {
        DenoiseImages.Result result = JobsFolder.run(DenoiseImages.defaults()
                .model(DenoiserChoice.parse(
                        method.equals("dncnn") ? folder.dncnn().toString() : method))
                .images(folder.pairs().resolve("clean"))
                .out(folder.file("restored"))
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.images()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(classes = {NaFlowSpec.class, GaussianSpec.class})
    void evaluateNoise(Class<? extends io.grainflow.model.NoiseSpec> kind) {
        EvaluateNoise job = EvaluateNoise.defaults()
                .model(folder.noise(kind))
                .data(folder.pairs().toString())
                .compute(JobsFolder.COMPUTE);
        if (kind == GaussianSpec.class) {
            assertThatThrownBy(() -> JobsFolder.run(job)).hasMessageContaining("does not know vc-compact ISO 800");
        } else {
            assertThat(JobsFolder.run(job).images()).hasSize(10);
        }
    }

    @Test
    void evaluateDenoiser() {
        EvaluateDenoiser job = EvaluateDenoiser.defaults().model(folder.dncnn()).compute(JobsFolder.COMPUTE);
        DenoiserEvaluation ofPairs = JobsFolder.run(job.data(folder.pairs().toString()));
        DenoiserEvaluation ofClean = JobsFolder.run(job.clean(folder.pairs().resolve("clean"), "gaussian:25"));
        assertThat(ofPairs.images()).hasSize(10);
        assertThat(ofClean.images()).hasSize(5);
        assertThat(ofClean.average().before().psnrDecibels()).isBetween(19.0, 22.0);
    }

    @Test
    void evaluateImages() {
        assertThat(JobsFolder.run(EvaluateImages.defaults()
                                .data(folder.pairs().toString())
                                .synthetic(folder.pairs().resolve("noisy"))
                                .compute(JobsFolder.COMPUTE))
                        .average()
                        .kld())
                .isLessThan(0.5);
    }

    @Test
    void identify() {
        Identify job = Identify.defaults().model(folder.noise(NaFlowSpec.class)).compute(JobsFolder.COMPUTE);
        assertThat(JobsFolder.run(job.subject(new Identify.Subject.Pairs(
                                        Data.all(folder.pairs().toString()), true))
                                .denoiser(folder.dncnn()))
                        .images())
                .hasSize(10);
        assertThat(JobsFolder.run(job.images(folder.pairs().resolve("noisy"))).images())
                .hasSize(10);
    }

    /** Independent of the number of threads and of the order in which they end. */
    @Test
    void estimateNoise() {
        EstimateNoise job = EstimateNoise.defaults().images(folder.pairs().resolve("noisy"));
        NoiseEstimates estimates = JobsFolder.run(job.compute(JobsFolder.COMPUTE));
        assertThat(estimates.images()).hasSize(10);
        assertThat(JobsFolder.run(job.threads(1))).isEqualTo(estimates);
        assertThat(JobsFolder.run(job.threads(3))).isEqualTo(estimates);
    }

    @Test
    void measureBias() {
        BiasReport report = JobsFolder.run(
                MeasureBias.defaults().data(folder.pairs().toString()).compute(JobsFolder.COMPUTE));
        assertThat(report.measured()).isTrue();
        assertThat(report.levels()).isNotEmpty();
    }

    @Test
    void modelFiles() throws Exception {
        Path model = folder.dncnn();
        assertThat(JobsFolder.run(Inspect.defaults().what(model.toString())).kind())
                .isEqualTo("denoiser");
        Path onnx = folder.file("dncnn.onnx");
        assertThat(JobsFolder.run(ExportModel.defaults()
                                .model(model)
                                .out(onnx)
                                .existing(OverwritePolicy.REPLACE)
                                .compute(JobsFolder.COMPUTE))
                        .block())
                .isEqualTo(1);
        assertThat(onnx).isNotEmptyFile();
        Path zip = folder.file("dncnn.zip");
        JobsFolder.run(ExportModel.defaults()
                .model(model)
                .to(ExportFormat.BIOIMAGEIO)
                .out(zip)
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(zip).isNotEmptyFile();
        Path profile = folder.file("levels.csv");
        Files.writeString(profile, "cam_iso,beta1,beta2\nS6_00800,0.001,0.00002\n");
        assertThat(JobsFolder.run(ImportModel.defaults()
                                .file(profile)
                                .format("noise-levels")
                                .out(folder.file("imported.safetensors"))
                                .existing(OverwritePolicy.REPLACE))
                        .kind())
                .isEqualTo("noise model");
        assertThatThrownBy(() -> ImportModel.defaults()
                        .file(profile)
                        .format("pickle")
                        .out(folder.file("never.safetensors"))
                        .run(Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("format pickle: is unknown; known: ");
    }

    @Test
    void calibrate() {
        CalibrateDenoiser.Result result = JobsFolder.run(CalibrateDenoiser.defaults()
                .model(folder.dncnn())
                .data(folder.pairs().toString())
                .out(folder.file("calibrated.safetensors"))
                .existing(OverwritePolicy.REPLACE)
                .compute(JobsFolder.COMPUTE));
        assertThat(result.pairs()).isEqualTo(10);
        assertThat(result.lossDecibels()).isNotEmpty();
    }

    @Test
    void benchmarks() {
        assertThat(JobsFolder.run(
                                Benchmark.defaults().megapixels(0.01).rounds(1).compute(JobsFolder.COMPUTE))
                        .ratio())
                .isPositive();
        assertThat(JobsFolder.run(BenchmarkNetworks.defaults()
                                .subjects(List.of(Workload.Kind.NAFLOW))
                                .sizes(List.of(64))
                                .rounds(1)
                                .compute(JobsFolder.COMPUTE))
                        .rows())
                .isNotEmpty();
    }

    @Test
    void jobsThatMakeOneThingDoNotKeepWhatIsThere() {
        assertThatThrownBy(() -> Demo.defaults().existing(OverwritePolicy.KEEP))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("existing: does not take keep");
        assertThatThrownBy(() -> Demo.defaults().minutes(0.1))
                .isInstanceOf(InputException.class)
                .hasMessage("minutes: expects 0.25 to 600.0, got 0.1; change `minutes`");
        assertThat(Demo.defaults().minutes()).isEqualTo(5);
        assertThat(Identify.defaults().denoiser()).isEqualTo(Optional.empty());
    }
}

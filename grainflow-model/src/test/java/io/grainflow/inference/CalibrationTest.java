package io.grainflow.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.file.Safetensors;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Psnr;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Models;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses of number formats are measured, stored, and used to choose the format. */
@Tag("processor")
final class CalibrationTest {
    private static final DnCnnSpec SPEC = new DnCnnSpec(3, 4, 32, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
    private static final Weights WEIGHTS = RandomWeights.of(SPEC.network().parameters(), new Seed(1));
    private static final Image SCENE = DenoiserContract.scene(3, 40, 56);

    @TempDir
    Path folder;

    private static ModelFile<DenoiserSpec> file() {
        return new ModelFile<>(
                SPEC, List.of(), Units.of(PixelDomain.SRGB), Provenance.of(Map.of(), 1, "none", Map.of()), WEIGHTS);
    }

    /** PSNR relative to the float32 result, at most 80 dB. */
    private static Optional<Precisions> measured() {
        Image exact = Models.denoiser(file(), Device.CPU).denoise(SCENE);
        return Calibration.of(
                SPEC.network(), WEIGHTS, PixelDomain.SRGB, 2, List.of(SCENE), denoiser -> against(exact, denoiser));
    }

    private static double against(Image exact, Denoiser denoiser) {
        return Math.min(80, Psnr.decibels(exact, denoiser.denoise(SCENE), 1));
    }

    /** The loss depends on format and network: a format may lose less than another one with more digits. */
    @Test
    void everyFormatButFloat32Loses() {
        Precisions precisions = measured().orElseThrow();
        assertThat(precisions.loss(Precision.FP32)).isEmpty();
        assertThat(precisions.loss(Precision.BF16).orElseThrow()).isPositive();
        assertThat(precisions.loss(Precision.INT8).isPresent()).isEqualTo(Plan.supports(Precision.INT8));
        precisions.loss(Precision.INT8).ifPresent(loss -> assertThat(loss).isPositive());
        assertThat(precisions.fastest()).isEqualTo(Precision.FP32);
    }

    /** Measured on the processor or emulated, bfloat16 loses the same. */
    @Test
    void bfloat16LosesWhatItsEmulationLoses() {
        Image exact = Models.denoiser(file(), Device.CPU).denoise(SCENE);
        double full = against(exact, Models.denoiser(file(), Device.CPU));
        double emulated = full - against(exact, emulation());
        assertThat(measured().orElseThrow().loss(Precision.BF16).orElseThrow()).isCloseTo(emulated, within(0.2));
    }

    /** Pixel by pixel: two orders of the same sums differ by much less than rounding to bfloat16 costs. */
    @Test
    void processorAgreesWithTheEmulation() {
        assumeTrue(Plan.supports(Precision.BF16), "this processor does not compute faster in bf16");
        Image exact = Models.denoiser(file(), Device.CPU).denoise(SCENE);
        Image emulated = emulation().denoise(SCENE);
        Inference bfloat16 = Inference.on(Device.CPU).withPrecision(Precision.BF16);
        try (TrainedDenoiser denoiser = Models.denoiser(file(), bfloat16)) {
            assertThat(denoiser.precision()).isEqualTo(Precision.BF16);
            assertThat(Psnr.meanSquaredError(denoiser.denoise(SCENE), emulated))
                    .isLessThan(0.1 * Psnr.meanSquaredError(exact, emulated));
        }
    }

    private static EmulatedBfloat16 emulation() {
        return new EmulatedBfloat16(NetworkGraph.of(SPEC.network(), WEIGHTS), 2);
    }

    /** Ranges and losses are stored and read; results in 8 bits are then close to float32. */
    @Test
    void travelsWithTheModel() {
        Path path = folder.resolve("model.safetensors");
        ModelFile<DenoiserSpec> file = file().with(measured());
        file.write(path);
        ModelFile<DenoiserSpec> read = Models.readDenoiser(path);
        assertThat(read.precisions()).isEqualTo(file.precisions());
        assertThat(read.precisions().orElseThrow().channels())
                .anyMatch(channels -> channels.most().size() == SPEC.features());
        Image exact = Models.denoiser(file(), Device.CPU).denoise(SCENE);
        Inference integers = Inference.on(Device.CPU).withPrecision(Precision.INT8);
        try (TrainedDenoiser denoiser = Models.denoiser(read, integers)) {
            assertThat(denoiser.precision()).isEqualTo(Plan.supports(Precision.INT8) ? Precision.INT8 : Precision.FP32);
            double span = Math.max(1, Psnr.meanSquaredError(exact, SCENE));
            assertThat(Psnr.meanSquaredError(exact, denoiser.denoise(SCENE)) / span)
                    .isCloseTo(0, within(0.01));
        }
    }

    @Test
    void integersNeedAMeasurement() {
        Inference integers = Inference.on(Device.CPU).withPrecision(Precision.INT8);
        assertThatThrownBy(() -> Models.denoiser(file(), integers))
                .isInstanceOf(InputException.class)
                .hasMessage("precision int8: needs a denoiser whose values were measured, which this one's were not;"
                        + " calibrate it on pairs, or choose precision fp32");
    }

    /** Ranges of another graph are not used. */
    @Test
    void rangesOfAnotherGraphAreIgnored() {
        Precisions other = new Precisions(new TreeMap<>(Map.of("int8", 0.0)), List.of(0.0), List.of(1.0), List.of());
        try (TrainedDenoiser denoiser = Models.denoiser(file().with(Optional.of(other)), Inference.on(Device.CPU))) {
            assertThat(denoiser.precision()).isEqualTo(Precision.FP32);
        }
    }

    /** Files of earlier builds, without statistics of channels, are read. */
    @Test
    void channelsMayBeMissing() {
        Precisions found = measured().orElseThrow();
        Path path = written(Map.of("grainflow.precisions", ModelJson.write(found.whole())));
        ModelFile<DenoiserSpec> read = Models.readDenoiser(path);
        Precisions whole = new Precisions(found.lossDecibels(), found.low(), found.high(), List.of());
        assertThat(read.precisions()).contains(whole);
        Inference integers = Inference.on(Device.CPU).withPrecision(Precision.INT8);
        try (TrainedDenoiser denoiser = Models.denoiser(read, integers)) {
            assertThat(denoiser.precision()).isEqualTo(Plan.supports(Precision.INT8) ? Precision.INT8 : Precision.FP32);
        }
    }

    @Test
    void measurementsRepeat() {
        assertThat(measured()).isEqualTo(measured());
    }

    @Test
    void damagedMeasurementsAreToldInOneLine() {
        String precisions = "{\"lossDecibels\":{},\"low\":[0.0],\"high\":[%s]}";
        assertDamaged(
                "Range expects finite low <= high, got 0.0, -1.0",
                Map.of("grainflow.precisions", precisions.formatted("-1.0")));
        Map<String, String> channels = Map.of(
                "[]}]", "Unexpected",
                "[null]", "precisions expect channels of every value, got null",
                "[{\"most\":[-1.0],\"mean\":[0.0],\"deviation\":[0.0]}]", "got -1.0, 0.0, 0.0",
                "[{\"most\":[1.0],\"mean\":[],\"deviation\":[0.0]}]", "got 1, 0, 1",
                "[{\"most\":[],\"mean\":[],\"deviation\":[]},{\"most\":[],\"mean\":[],\"deviation\":[]}]",
                        "precisions expect channels of 1 values, got of 2");
        channels.forEach((text, message) -> assertDamaged(
                message, Map.of("grainflow.precisions", precisions.formatted("1.0"), "grainflow.channels", text)));
    }

    private void assertDamaged(String message, Map<String, String> added) {
        Path path = written(added);
        assertThatThrownBy(() -> Models.readDenoiser(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private Path written(Map<String, String> added) {
        Path path = folder.resolve("model.safetensors");
        file().write(path);
        Safetensors.Contents contents = Safetensors.read(path);
        Map<String, String> metadata = new TreeMap<>(contents.metadata());
        metadata.putAll(added);
        Safetensors.write(path, new Safetensors.Contents(metadata, contents.tensors()));
        return path;
    }
}

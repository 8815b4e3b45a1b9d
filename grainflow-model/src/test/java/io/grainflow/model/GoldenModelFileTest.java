package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.CaptureGaussianNoise;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.Device;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file per released format and specification stays readable, with the same results. */
final class GoldenModelFileTest {
    @Test
    void gaussianOfFormat1() {
        CaptureGaussianNoise noise =
                (CaptureGaussianNoise) Models.noise(Models.readNoise(file("format1-gaussian.safetensors")));
        assertThat(noise.sigmaPerChannel(Capture.of("S6", 100))).containsExactly(0.01, 0.02, 0.03);
        assertThat(noise.captures()).containsExactly(Capture.of("GP", 3200), Capture.of("S6", 100));
    }

    @Test
    void heteroscedasticOfFormat1() {
        HeteroscedasticNoise noise =
                (HeteroscedasticNoise) Models.noise(Models.readNoise(file("format1-heteroscedastic.safetensors")));
        assertThat(noise.level(Capture.of("GP", 3200)))
                .isEqualTo(new NoiseLevel(new double[] {0.01, 0.02, 0.03}, new double[] {1e-4, 2e-4, -3e-6}));
    }

    @Test
    void dncnnOfFormat1() {
        ModelFile<DenoiserSpec> model = Models.readDenoiser(file("format1-dncnn.safetensors"));
        assertThat(model.spec()).isEqualTo(new DnCnnSpec(1, 3, 4, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1));
        assertThat(model.units()).isEqualTo(Units.of(PixelDomain.SRGB));
        assertThat(model.provenance().seed()).isEqualTo(5);
        Image restored = Models.denoiser(model, Device.CPU).denoise(DenoiserContract.scene(1, 6, 5));
        // computed in double precision by a separate script, convolution by convolution
        float[] expected = {
            0.1829921f,
            0.2519195f,
            0.3287418f,
            0.4052773f,
            0.4819233f,
            0.1255311f,
            0.1816220f,
            0.2576207f,
            0.1319994f,
            0.4432693f,
            0.1222093f,
            0.1772294f,
            0.0493845f,
            0.1284087f,
            0.2432449f,
            0.1234558f,
            0.1767061f,
            0.2462775f,
            0.3287354f,
            0.4395669f,
            0.1242051f,
            0.1806108f,
            0.2541790f,
            0.3392940f,
            0.4555054f,
            0.1322767f,
            0.2104974f,
            0.2870714f,
            0.3713959f,
            0.4967357f
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(restored.toArray()[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(2e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "heteroscedastic", "dncnn"})
    void writingGivesTheSameFile(String name, @org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
        Path golden = file("format1-" + name + ".safetensors");
        Path copy = folder.resolve("copy.safetensors");
        ModelFile.read(golden).write(copy);
        assertThat(copy).hasSameBinaryContentAs(golden);
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(GoldenModelFileTest.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

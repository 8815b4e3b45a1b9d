package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares metrics with values computed with the code of NAFlow, NeCA, KAIR, Noise Flow and scikit-image. */
final class GoldenMetricTest {
    private static final Golden GOLDEN = Golden.resource("naflow-metrics.safetensors");

    @ParameterizedTest
    @ValueSource(strings = {"m0", "m1", "m2", "m3", "m4"})
    void divergences(String pair) {
        Image clean = GOLDEN.bytes(pair + ".clean_u8");
        Image real = GOLDEN.bytes(pair + ".noisy_u8");
        Image fake = GOLDEN.floats(pair + ".fake_f32", 1);
        Image rounded = GOLDEN.bytes(pair + ".fake_u8");
        assertThat(fake.quantised(255)).isEqualTo(rounded);
        NoiseDivergence naflow = NoiseDivergence.NAFLOW;
        assertThat(naflow.histogram(clean, real)).isEqualTo(counts(pair + ".hist_real"));
        assertThat(naflow.histogram(clean, fake)).isEqualTo(counts(pair + ".hist_fake"));
        assertThat(naflow.histogram(clean, rounded)).isEqualTo(counts(pair + ".hist_fake.q"));
        assertClose(naflow.klNats(clean, real, fake), pair + ".kld", 1e-14);
        assertClose(naflow.klNats(clean, real, rounded), pair + ".kld.q", 1e-14);
        assertClose(NoiseDivergence.NECA.klNats(clean, real, rounded), pair + ".kld.neca", 1e-14);
        assertClose(Akld.nats(clean, real, fake), pair + ".akld64", 1e-12);
        assertClose(Akld.nats(clean, real, rounded), pair + ".akld64.q", 1e-12);
        assertClose(Akld.nats(clean, real, fake), pair + ".akld", 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m0", "m1", "m2", "m3", "m4"})
    void likeness(String pair) {
        Image clean = GOLDEN.bytes(pair + ".clean_u8");
        Image noisy = GOLDEN.bytes(pair + ".noisy_u8");
        assertClose(Psnr.naflowDecibels(clean, noisy), pair + ".psnr.naflow", 1e-11);
        assertClose(Psnr.eightBitDecibels(clean, noisy), pair + ".psnr.kair", 1e-12);
        assertClose(Psnr.eightBitDecibels(clean, noisy), pair + ".psnr.skimage", 1e-12);
        assertClose(Psnr.decibels(clean, noisy, 1), pair + ".psnr.kair", 1e-6);
        assertClose(Ssim.mean(clean, noisy), pair + ".ssim.naflow", 1e-12);
        // From bytes instead of float32 values of [0,1]: the difference is the rounding of the latter.
        assertClose(Ssim.mean(clean, noisy), pair + ".ssim.kair", 2e-8);
        assertClose(Ssim.mean(clean, noisy), pair + ".ssim.skimage_gauss", 2e-8);
        assertClose(Ssim.scikitImageDefault(clean, noisy), pair + ".ssim.skimage_default", 2e-8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m0", "m1", "m2", "m3", "m4"})
    void correlationMaps(String pair) {
        double[][] map = NoiseCorrelation.map(GOLDEN.bytes(pair + ".clean_u8"), GOLDEN.bytes(pair + ".noisy_u8"), 5);
        double[] expected = GOLDEN.tensor(pair + ".corr").toDoubles();
        for (int i = 0; i < expected.length; i++) {
            assertThat(map[i / 11][i % 11]).isCloseTo(expected[i], within(3e-8));
        }
    }

    @Test
    void localVariances() {
        Image clean = GOLDEN.bytes("m0.clean_u8");
        double[] real = GOLDEN.tensor("m0.akld_var_real").toDoubles();
        double[] fake = GOLDEN.tensor("m0.akld_var_fake").toDoubles();
        for (int c = 0; c < 3; c++) {
            int from = c * real.length / 3;
            int to = (c + 1) * real.length / 3;
            assertThat(Akld.localVariance(clean, GOLDEN.bytes("m0.noisy_u8"), c))
                    .containsExactly(Arrays.copyOfRange(real, from, to), within(1e-16));
            assertThat(Akld.localVariance(clean, GOLDEN.floats("m0.fake_f32", 1), c))
                    .containsExactly(Arrays.copyOfRange(fake, from, to), within(1e-16));
        }
    }

    @Test
    void flowSrgb() {
        Golden golden = Golden.shared("noise-flow-metrics.safetensors");
        double nats = NoiseDivergence.FLOW_SRGB.klNats(
                golden.floats("kl_srgb/clean", 255),
                golden.floats("kl_srgb/real_noisy", 255),
                golden.floats("kl_srgb/model_noisy", 255));
        assertThat(nats).isCloseTo(golden.value("kl_srgb/value"), within(1e-14));
    }

    @Test
    void rawNoiseAsNoiseFlowComparesIt() {
        Golden golden = Golden.shared("noise-flow-metrics.safetensors");
        float[] grey = new float[4 * 32 * 32];
        Arrays.fill(grey, 0.5f);
        Image clean = Image.copyOf(PixelDomain.RAW_PACKED, 32, 32, grey);
        Image real = onGrey(golden.tensor("kl/real_packed").toFloats());
        Image model = onGrey(golden.tensor("kl/model_packed").toFloats());
        assertThat(NoiseDivergence.NOISE_FLOW.klNatsOfPatches(clean, real, model, 32))
                .isCloseTo(golden.value("kl/raw_tf"), within(1e-4));
        assertThat(NoiseDivergence.NOISE2NOISE_FLOW.klNats(clean, real, model))
                .isCloseTo(golden.value("kl/raw_addone"), within(1e-4));
    }

    /** Noise on a grey image is rounded to float: a value on the edge of a bin may change its bin, a difference of 1e-4. */
    private static Image onGrey(float[] noise) {
        for (int i = 0; i < noise.length; i++) {
            noise[i] += 0.5f;
        }
        return Image.copyOf(PixelDomain.RAW_PACKED, 32, 32, noise);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void neca(int index) {
        Golden golden = Golden.shared("neca-metrics.safetensors");
        double nats = NoiseDivergence.NECA.klNats(
                golden.floats("clean_u8", index, 255),
                golden.floats("noisy_u8", index, 255),
                golden.floats("fake", index, 1).quantised(255));
        assertThat(nats).isCloseTo(golden.tensor("kld").toDoubles()[index], within(1e-14));
        assertThat(Psnr.decibels(
                        golden.floats("clean_u8", index, 255),
                        golden.floats("fake", index, 1).quantised(255),
                        1))
                .isCloseTo(golden.tensor("psnr").toDoubles()[index], within(1e-5));
    }

    /** The published edges lie between the same pairs of grey levels as ours, and the counts are equal. */
    @Test
    void necaHistograms() {
        Golden golden = Golden.shared("neca-metrics.safetensors");
        Image clean = golden.floats("clean_u8", 0, 255);
        assertThat(NoiseDivergence.NECA.histogram(clean, golden.floats("noisy_u8", 0, 255)))
                .isEqualTo(golden.tensor("hist_real0").toLongs());
        assertThat(NoiseDivergence.NECA.histogram(
                        clean, golden.floats("fake", 0, 1).quantised(255)))
                .isEqualTo(golden.tensor("hist_fake0").toLongs());
        double[] edges = golden.tensor("edges").toDoubles();
        for (int i = 1; i + 1 < edges.length; i++) {
            assertThat(NoiseDivergence.NECA.bin(0.5f, 0.5f + (float) (edges[i] + 1e-4)))
                    .isEqualTo(i);
            assertThat(NoiseDivergence.NECA.bin(0.5f, 0.5f + (float) (edges[i] - 1e-4)))
                    .isEqualTo(i - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nmFlowGan(int index) {
        Golden golden = Golden.shared("nm-flowgan-sample-metrics.safetensors");
        Image clean = golden.floats("clean", index, 255);
        Image real = golden.floats("real", index, 255);
        Image fake = golden.floats("fake", index, 255);
        assertThat(NoiseDivergence.NM_FLOWGAN.klNats(clean, real, fake))
                .isCloseTo(golden.tensor("kld").toDoubles()[index], within(1e-12));
        if (index == 0) {
            long[] counts = NoiseDivergence.NM_FLOWGAN.histogram(clean, real);
            assertThat(Arrays.copyOf(counts, 130))
                    .isEqualTo(golden.tensor("kld.hist_real0").toLongs());
            assertThat(Arrays.copyOf(NoiseDivergence.NM_FLOWGAN.histogram(clean, fake), 130))
                    .isEqualTo(golden.tensor("kld.hist_fake0").toLongs());
        }
    }

    private static long[] counts(String name) {
        return GOLDEN.tensor(name).toLongs();
    }

    private static void assertClose(double found, String name, double tolerance) {
        assertThat(found).as(name).isCloseTo(GOLDEN.value(name), within(tolerance));
    }
}

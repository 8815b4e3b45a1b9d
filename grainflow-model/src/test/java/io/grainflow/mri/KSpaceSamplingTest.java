package io.grainflow.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices with undersampled k-space. */
final class KSpaceSamplingTest implements NoiseModelContract {
    private static final KSpaceSampling SAMPLING = new KSpaceSampling(0.1);

    @Override
    public NoiseModel model() {
        return SAMPLING;
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 1);
    }

    @Override
    public int channels() {
        return 1;
    }

    /** Odd, where the contract asks for an even one. */
    @Override
    public Image clean(int height, int width, long seed) {
        return NoiseModelContract.super.clean(height | 1, width | 1, seed);
    }

    /** The mean of n independent draws lies within five standard errors, as estimated from them. */
    @ParameterizedTest
    @CsvSource({"15, 21", "31, 13"})
    void degradedSlicesAreUnbiased(int height, int width) {
        int draws = 2000;
        Image clean = DenoiserContract.scene(1, height, width);
        double[] sum = new double[clean.size()];
        double[] squares = new double[clean.size()];
        for (int i = 0; i < draws; i++) {
            float[] values = SAMPLING.sampleNoisy(clean, capture(), new Seed(11).child(i))
                    .toArray();
            for (int j = 0; j < values.length; j++) {
                sum[j] += values[j];
                squares[j] += (double) values[j] * values[j];
            }
        }
        for (int j = 0; j < sum.length; j++) {
            double mean = sum[j] / draws;
            double error = Math.sqrt((squares[j] / draws - mean * mean) / draws);
            assertThat(mean).as("pixel %d, seed 11", j).isCloseTo(clean.values().get(j), within(5 * error));
        }
    }

    /** The spectrum of a degraded slice is that of a real image, so taking the real part loses nothing. */
    @Test
    void degradedSlicesAreReal() {
        Spectrum spectrum = Spectrum.of(DenoiserContract.scene(1, 21, 33));
        Spectrum weighted = SAMPLING.weighted(spectrum, SAMPLING.mask(21, 33, new Seed(3)));
        Spectrum again = Spectrum.of(21, 33, weighted.inverse());
        for (int i = 0; i < weighted.size(); i++) {
            assertThat(again.real(i)).isCloseTo(weighted.real(i), within(1e-9));
            assertThat(again.imaginary(i)).isCloseTo(weighted.imaginary(i), within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "7, 255", "211, 9", "8, 6"})
    void spectraOfAnySizeComeBack(int height, int width) {
        double[] values = new double[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i * i);
        }
        Spectrum spectrum = Spectrum.of(height, width, values);
        assertThat(spectrum.inverse()).containsExactly(values, within(1e-12));
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        assertThat(spectrum.meanSquare()).isCloseTo(squares / values.length, within(1e-12));
    }

    @Test
    void otherSlicesAreRefused() {
        Image even = DenoiserContract.scene(1, 30, 31);
        assertThatThrownBy(() -> SAMPLING.sampleNoisy(even, capture(), new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is 31x30")
                .hasMessageContaining("crop the last row or column");
        assertThatThrownBy(() -> SAMPLING.sampleNoisy(DenoiserContract.scene(3, 31, 31), capture(), new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 channels");
        Image rounded = SAMPLING.sampleNoisy(DenoiserContract.scene(1, 31, 31), capture(), new Seed(1))
                .quantised(255);
        assertThatThrownBy(() -> SAMPLING.measurement(rounded))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("of its frequencies are there, mri:0.1 measures")
                .hasMessageContaining("neither clipped nor rounded");
    }

    @Test
    void isReadAsItIsWritten() {
        assertThat(KSpaceSampling.parse("mri:0.025")).isEqualTo(new KSpaceSampling(0.025));
        assertThat(KSpaceSampling.parse("mri:0.025")).hasToString("mri:0.025");
        assertThat(KSpaceSampling.isNamed("mri:")).isTrue();
        assertThat(KSpaceSampling.isNamed("mri.safetensors")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mri:", "mri:0", "mri:2", "mri:x", "mri:NaN"})
    void otherWordsAreRefused(String words) {
        assertThatThrownBy(() -> KSpaceSampling.parse(words))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mri:P");
    }

    @Test
    void framesAreBlackAroundTheSlice() {
        Image slice = DenoiserContract.scene(1, 3, 5);
        ZeroPadding frame = ZeroPadding.around(3, 5, 4).joined(new ZeroPadding(4, 4));
        assertThat(frame).isEqualTo(new ZeroPadding(4, 8));
        float[] planes = new float[2 * frame.size()];
        frame.put(slice, planes, 1);
        double sum = 0;
        for (float value : planes) {
            sum += value;
        }
        double expected = 0;
        double[] back = frame.cut(planes, 1, 3, 5);
        for (int i = 0; i < back.length; i++) {
            assertThat(back[i]).isEqualTo(slice.values().get(i));
            expected += back[i];
        }
        assertThat(sum).isCloseTo(expected, within(1e-12));
    }
}

package io.grainflow.isp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VirtualCameraTest {
    private static final int SIDE = 160;

    @ParameterizedTest
    @ValueSource(strings = {"vc-mirrorless", "vc-compact", "vc-phone"})
    void noiseHasTheVarianceThatTheFormulaGives(String code) {
        VirtualCamera camera = VirtualCamera.named(code);
        for (int iso : camera.isos()) {
            // far enough from black and white, so that no shot is clipped
            float signal = iso == 400 ? 0.15f : iso == 1600 ? 0.5f : 0.3f;
            Image exposure = flat(signal);
            // the fixed pattern cancels in the difference of two shots, and the variance doubles
            float[] a = camera.shoot(exposure, iso, new Seed(1)).toArray();
            float[] b = camera.shoot(exposure, iso, new Seed(2)).toArray();
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
            }
            double measured = sum / a.length / 2;
            double expected = camera.noise(iso).variance(signal);
            // 4 SIDE^2 samples: the relative error of a variance is about sqrt(2/n) = 0.4 %, rows add a little
            assertThat(measured).isCloseTo(expected, within(0.03 * expected));
        }
    }

    @Test
    void noiseGrowsWithIso() {
        for (VirtualCamera camera : VirtualCamera.all()) {
            double before = 0;
            for (int iso : camera.isos()) {
                double variance = camera.noise(iso).variance(0.2);
                assertThat(variance).isGreaterThan(before);
                before = variance;
            }
        }
    }

    @Test
    void readNoiseHasHeavyTailsAndRowsMoveTogether() {
        VirtualCamera camera = VirtualCamera.named("vc-phone");
        Image dark = flat(0.02f);
        Image shot = camera.shoot(dark, 3200, new Seed(5));
        Image second = camera.shoot(dark, 3200, new Seed(6));
        double fourth = 0;
        double square = 0;
        double rows = 0;
        double[] columnSums = new double[SIDE];
        for (int y = 0; y < SIDE; y++) {
            double row = 0;
            for (int x = 0; x < SIDE; x++) {
                double d = shot.at(0, y, x) - second.at(0, y, x);
                square += d * d;
                fourth += d * d * d * d;
                row += d;
                columnSums[x] += d;
            }
            rows += row * row / SIDE;
        }
        int n = SIDE * SIDE;
        assertThat(fourth / n / Math.pow(square / n, 2)).as("kurtosis").isGreaterThan(3.1);
        assertThat(rows / SIDE).as("variance of row sums").isGreaterThan(2 * square / n);
        double columns = Arrays.stream(columnSums).map(d -> d * d / SIDE).sum();
        // 160 sums of independent numbers: their variance is known to about 11 %
        assertThat(columns / SIDE).as("variance of column sums").isCloseTo(square / n, within(0.4 * square / n));
    }

    @Test
    void theFixedPatternStaysBetweenShots() {
        VirtualCamera camera = VirtualCamera.named("vc-phone");
        Image exposure = flat(0.4f);
        int shots = 60;
        double[] first = mean(camera, exposure, 0, shots);
        double[] second = mean(camera, exposure, 1000, shots);
        double covariance = 0;
        double meanFirst = Arrays.stream(first).average().orElseThrow();
        double meanSecond = Arrays.stream(second).average().orElseThrow();
        for (int i = 0; i < first.length; i++) {
            covariance += (first[i] - meanFirst) * (second[i] - meanSecond);
        }
        double expected = Math.pow(0.4 * camera.fixedPattern().responseSigma(), 2);
        assertThat(covariance / first.length).isCloseTo(expected, within(0.35 * expected));
    }

    @Test
    void developInvertsUnprocessOnSmoothScenes() {
        VirtualCamera plain = VirtualCamera.named("vc-mirrorless");
        RawDevelopment neutral = new RawDevelopment(2.0, 1.6, 0.12, 0);
        float[] ramp = new float[3 * 64 * 64];
        for (int i = 0; i < ramp.length; i++) {
            int channel = i / 4096;
            ramp[i] = 0.1f + 0.8f * (i % 64) / 64f * (1 - 0.2f * channel);
        }
        Image scene = Image.adopt(PixelDomain.SRGB, 64, 64, ramp);
        float[] mosaic = Mosaic.sample(neutral.unprocess(scene), plain.pattern());
        Image back = neutral.develop(Demosaic.MALVAR.apply(mosaic, 64, 64, plain.pattern()));
        for (int c = 0; c < 3; c++) {
            for (int y = 4; y < 60; y++) {
                for (int x = 4; x < 60; x++) {
                    assertThat(back.at(c, y, x)).isCloseTo(scene.at(c, y, x), within(1.6f / 255));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vc-mirrorless", "vc-compact", "vc-phone"})
    void rawShotsLieOnTheConvertersGridWithinItsRange(String code) {
        VirtualCamera camera = VirtualCamera.named(code);
        double range = (1 << camera.bits()) - 1.0 - camera.blackLevel();
        for (float light : new float[] {0, 0.01f, 1}) {
            Image shot = camera.shoot(flat(light), 3200, new Seed(2));
            for (int i = 0; i < shot.size(); i++) {
                double number = shot.values().get(i) * range;
                assertThat(number).isCloseTo(Math.rint(number), within(2e-3));
                assertThat(shot.values().get(i)).isBetween((float) (-camera.blackLevel() / range) - 1e-6f, 1f);
            }
        }
    }

    /** A dark frame keeps the values below black: clipping them would raise its mean. */
    @Test
    void darknessHasMeanZero() {
        for (VirtualCamera camera : VirtualCamera.all()) {
            Image dark = camera.shoot(flat(0), 3200, new Seed(11));
            double sum = 0;
            for (int i = 0; i < dark.size(); i++) {
                sum += dark.values().get(i);
            }
            SensorNoise noise = camera.noise(3200);
            double sigma = Math.sqrt(noise.variance(0));
            // the mean over these rows still contains some of their offsets
            double rows = noise.rowSigma() / Math.sqrt(2.0 * SIDE);
            assertThat(sum / dark.size()).isCloseTo(0, within(0.05 * sigma + 2 * rows));
        }
    }

    @Test
    void oddRowsAndColumnsAreCut() {
        Image scene = SceneGenerator.scene(new Seed(1), 33, 47);
        for (VirtualCamera camera : VirtualCamera.all()) {
            Image exposure = camera.exposure(scene);
            assertThat(exposure).isEqualTo(camera.exposure(scene.crop(0, 0, 32, 46)));
            assertThat(camera.develop(exposure).height()).isEqualTo(32);
            assertThat(camera.develop(exposure).width()).isEqualTo(46);
        }
    }

    @Test
    void noiseOfPicturesIsVisibleAndOfTheOrderOfRealCameras() {
        for (VirtualCamera camera : VirtualCamera.all()) {
            double base = displaySigma(camera, 100);
            double high = displaySigma(camera, 3200);
            assertThat(base).as("%s ISO 100, grey levels", camera.camera()).isBetween(0.8, 6.0);
            assertThat(high).as("%s ISO 3200, grey levels", camera.camera()).isBetween(6.0, 25.0);
        }
    }

    private static double displaySigma(VirtualCamera camera, int iso) {
        List<PairEntry> entries = new VirtualPairs(
                        List.of(new Capture(camera.camera(), iso)), 6, 64, PixelDomain.SRGB, new Seed(12))
                .entries();
        double square = 0;
        long n = 0;
        for (PairEntry entry : entries) {
            NoisyPair pair = entry.load();
            for (int i = 0; i < pair.clean().size(); i++) {
                double d = 255
                        * (pair.noisy().values().get(i) - pair.clean().values().get(i));
                square += d * d;
                n++;
            }
        }
        return Math.sqrt(square / n);
    }

    @Test
    void demosaickingKeepsFlatFieldsAndPackingIsInvertible() {
        for (BayerPattern pattern : BayerPattern.values()) {
            float[] camera = new float[3 * 16 * 16];
            Arrays.fill(camera, 0, 256, 0.2f);
            Arrays.fill(camera, 256, 512, 0.5f);
            Arrays.fill(camera, 512, 768, 0.7f);
            float[] mosaic = Mosaic.sample(Image.adopt(PixelDomain.SRGB, 16, 16, camera), pattern);
            Image rgb = Demosaic.MALVAR.apply(mosaic, 16, 16, pattern);
            for (int i = 0; i < camera.length; i++) {
                assertThat(rgb.values().get(i)).isCloseTo(camera[i], within(1e-6f));
            }
            assertThat(Mosaic.unpack(Mosaic.pack(mosaic, 16, 16))).containsExactly(mosaic);
        }
    }

    @Test
    void pairsAreAlignedRepeatableAndNamed() {
        Capture capture = Capture.of("vc-compact", 1600);
        for (PixelDomain domain : List.of(PixelDomain.RAW_PACKED, PixelDomain.SRGB)) {
            VirtualPairs pairs = new VirtualPairs(List.of(capture), 3, 64, domain, new Seed(9));
            List<PairEntry> entries = pairs.entries();
            assertThat(entries).extracting(PairEntry::name).doesNotHaveDuplicates();
            NoisyPair pair = entries.get(1).load();
            assertThat(pair).isEqualTo(pairs.entries().get(1).load());
            assertThat(pair.clean().height()).isEqualTo(domain == PixelDomain.SRGB ? 64 : 32);
            assertThat(pair.clean().channels()).isEqualTo(domain == PixelDomain.SRGB ? 3 : 4);
            assertThat(meanDifference(pair)).isLessThan(0.02);
            assertThat(entries.get(0).load().clean()).isNotEqualTo(pair.clean());
        }
    }

    @Test
    void unknownCamerasAndSettingsAreTold() {
        assertThatThrownBy(() -> VirtualCamera.named("vc-unknown"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("known: vc-mirrorless, vc-compact, vc-phone");
        assertThatThrownBy(() -> VirtualCamera.named("vc-phone").noise(123)).hasMessageContaining("has no ISO 123");
        assertThatThrownBy(() -> new VirtualPairs(List.of(), 1, 64, PixelDomain.SRGB, new Seed(0)))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new VirtualPairs(
                        List.of(Capture.of("vc-compact", 1600)), 1, 64, PixelDomain.LINEAR, new Seed(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double meanDifference(NoisyPair pair) {
        double sum = 0;
        for (int i = 0; i < pair.clean().size(); i++) {
            sum += pair.noisy().values().get(i) - pair.clean().values().get(i);
        }
        return Math.abs(sum / pair.clean().size());
    }

    private static double[] mean(VirtualCamera camera, Image exposure, int firstSeed, int shots) {
        double[] mean = new double[exposure.size()];
        for (int shot = 0; shot < shots; shot++) {
            float[] values =
                    camera.shoot(exposure, 100, new Seed(firstSeed + shot)).toArray();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += values[i] / shots;
            }
        }
        return mean;
    }

    private static Image flat(float value) {
        float[] values = new float[4 * SIDE * SIDE];
        Arrays.fill(values, value);
        return Image.adopt(PixelDomain.RAW_PACKED, SIDE, SIDE, values);
    }
}

package io.grainflow.noiseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.isp.Mosaic;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Noise Flow as a noise model. */
final class NoiseFlowNoiseTest {
    private static final List<Capture> CAPTURES =
            List.of(Capture.of("a", 100), Capture.of("a", 800), Capture.of("b", 100));
    private static final double SLOPE = 1e-5;
    private static final double FLOOR = 1e-5;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static NoiseFlowSpec spec() {
        return NoiseFlowSpec.defaults(4, CAPTURES);
    }

    private static Weights start() {
        TreeMap<Capture, NoiseLevel> levels = new TreeMap<>();
        for (Capture capture : CAPTURES) {
            double b1 = SLOPE * capture.iso();
            levels.put(
                    capture, new NoiseLevel(new double[] {b1, b1, b1, b1}, new double[] {FLOOR, FLOOR, FLOOR, FLOOR}));
        }
        return NoiseFlowInitialisation.of(spec(), levels, new Seed(1));
    }

    /** Weights with couplings that are not identities. */
    private static Weights disturbed() {
        Map<String, StoredTensor> tensors = new TreeMap<>(start().tensors());
        tensors.replaceAll((name, tensor) -> {
            if (!name.contains(".coupling.") || name.endsWith(".variance")) {
                return tensor;
            }
            float[] values = tensor.toFloats();
            RandomField field = new RandomField(new Seed(2).child(name));
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.2 * field.normal(i));
            }
            return StoredTensor.ofFloats(values, tensor.shape());
        });
        return Weights.of(tensors);
    }

    private static Image clean(int height, int width) {
        RandomField field = new RandomField(new Seed(5));
        float[] values = new float[4 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) field.uniform(i, 0);
        }
        return Image.copyOf(PixelDomain.RAW_PACKED, height, width, values);
    }

    @Test
    void startsAtTheNoiseLevelFunctions() {
        NoiseFlowNoise model = new NoiseFlowNoise(spec(), CAPTURES, start(), Inference.on(Device.CPU));
        for (Capture capture : CAPTURES) {
            for (float light : new float[] {0, 0.5f}) {
                float[] values = new float[4 * 128 * 128];
                java.util.Arrays.fill(values, light);
                Image flat = Image.copyOf(PixelDomain.RAW_PACKED, 128, 128, values);
                double squares = 0;
                float[] noisy = model.sampleNoisy(flat, capture, new Seed(3)).toArray();
                for (float value : noisy) {
                    squares += Math.pow(value - light, 2);
                }
                double expected = SLOPE * capture.iso() * light + FLOOR;
                assertThat(squares / noisy.length / expected)
                        .as("%s at %s", capture, light)
                        .isCloseTo(1, within(0.03));
            }
        }
    }

    @Test
    void onePassGivesWhatTheLayersGive() {
        NoiseFlowNoise model = new NoiseFlowNoise(spec(), CAPTURES, disturbed(), Inference.on(Device.CPU));
        for (int[] size : new int[][] {{61, 83}, {1, 1}, {1, 7}, {9, 1}, {2, 2}, {130, 600}}) {
            Image clean = clean(size[0], size[1]);
            float[] reference = model.sampleOnDevice(clean, CAPTURES.get(1), 0.8, new Seed(1))
                    .toArray();
            float[] fused =
                    model.sampleNoisy(clean, CAPTURES.get(1), 0.8, new Seed(1)).toArray();
            for (int i = 0; i < reference.length; i++) {
                assertThat(fused[i]).as("%d of %d x %d", i, size[0], size[1]).isCloseTo(reference[i], within(2e-6f));
            }
        }
    }

    @Test
    void isosItHasNotLearnedAreForThoseWhoAsk() {
        NoiseFlowNoise strict = new NoiseFlowNoise(spec(), CAPTURES, start(), Inference.on(Device.CPU));
        Capture other = Capture.of("a", 200);
        assertThatThrownBy(() -> strict.sampleNoisy(clean(8, 8), other, new Seed(1)))
                .isInstanceOf(UnknownCaptureException.class);
        NoiseFlowNoise lax = NoiseFlowNoise.extrapolating(spec(), CAPTURES, start(), Inference.on(Device.CPU));
        for (float value : lax.sampleNoisy(clean(8, 8), other, new Seed(1)).toArray()) {
            assertThat(value).isFinite();
        }
        assertThatThrownBy(() -> lax.sampleNoisy(clean(8, 8), Capture.of("c", 200), new Seed(1)))
                .isInstanceOf(UnknownCaptureException.class);
    }

    @Test
    void threadsDoNotChangeTheBytes() {
        Image clean = clean(400, 70);
        float[] first = null;
        for (int count : new int[] {1, 2, 3}) {
            Inference inference = Inference.on(Device.CPU).withThreads(count);
            NoiseFlowNoise model = new NoiseFlowNoise(spec(), CAPTURES, disturbed(), inference);
            float[] values =
                    model.sampleNoisy(clean, CAPTURES.get(2), new Seed(1)).toArray();
            first = first == null ? values : first;
            assertThat(values).isEqualTo(first);
        }
    }

    @Test
    void tilesGiveWhatTheWholeGives() {
        NoiseFlowNoise whole = new NoiseFlowNoise(spec(), CAPTURES, disturbed(), Inference.on(Device.CPU));
        NoiseFlowNoise tiled = new NoiseFlowNoise(spec(), CAPTURES, disturbed(), Inference.on(Device.CPU), 24);
        Image clean = clean(61, 83);
        Image noisy = whole.sampleOnDevice(clean, CAPTURES.get(1), 1, new Seed(1));
        float[] a = noisy.toArray();
        float[] b = tiled.sampleOnDevice(clean, CAPTURES.get(1), 1, new Seed(1)).toArray();
        for (int i = 0; i < a.length; i++) {
            assertThat(b[i]).isCloseTo(a[i], within(1e-5f));
        }
        NoisyPair pair = new NoisyPair("s", clean, noisy, CAPTURES.get(1));
        assertThat(tiled.nllNatsPerDim(pair)).isCloseTo(whole.nllNatsPerDim(pair), within(1e-5));
    }

    @Test
    void ordersOfPlanesAreTwoNamesOfTheSameFlow() {
        NoiseFlowSpec rows = spec();
        NoiseFlowSpec clockwise = new NoiseFlowSpec(
                rows.architecture(), 4, 4, rows.cameras(), rows.isos(), NoiseFlowSpec.Packing.CLOCKWISE);
        Image clean = clean(16, 16);
        Image swapped = swapped(clean);
        NoiseFlowNoise one = new NoiseFlowNoise(rows, CAPTURES, disturbed(), Inference.on(Device.CPU));
        NoiseFlowNoise other = new NoiseFlowNoise(clockwise, CAPTURES, disturbed(), Inference.on(Device.CPU));
        Image noisy = one.sampleNoisy(clean, CAPTURES.get(0), new Seed(1));
        double expected = one.nllNatsPerDim(new NoisyPair("s", clean, noisy, CAPTURES.get(0)));
        double actual = other.nllNatsPerDim(new NoisyPair("s", swapped, swapped(noisy), CAPTURES.get(0)));
        assertThat(actual).isCloseTo(expected, within(1e-6));
    }

    /** The last two planes exchanged. */
    private static Image swapped(Image image) {
        int plane = image.height() * image.width();
        float[] values = image.toArray();
        float[] other = values.clone();
        System.arraycopy(values, 2 * plane, other, 3 * plane, plane);
        System.arraycopy(values, 3 * plane, other, 2 * plane, plane);
        return Image.copyOf(image.domain(), image.height(), image.width(), other);
    }

    @Test
    void mosaicsArePackedAndUnpacked() {
        NoiseFlowNoise model = new NoiseFlowNoise(spec(), CAPTURES, disturbed(), Inference.on(Device.CPU));
        Image packed = clean(10, 12);
        Image mosaic = Image.adopt(PixelDomain.RAW_PACKED, 20, 24, Mosaic.unpack(packed));
        Image noisy = model.sampleNoisy(packed, CAPTURES.get(1), new Seed(1));
        Image noisyMosaic = model.sampleNoisy(mosaic, CAPTURES.get(1), new Seed(1));
        assertThat(noisyMosaic.toArray()).isEqualTo(Mosaic.unpack(noisy));
        assertThat(model.nllNatsPerDim(new NoisyPair("s", mosaic, noisyMosaic, CAPTURES.get(1))))
                .isEqualTo(model.nllNatsPerDim(new NoisyPair("s", packed, noisy, CAPTURES.get(1))));
    }

    @Test
    void sameSeedSameBytesAndTemperatureZeroNoRandomness() {
        NoiseFlowNoise model = new NoiseFlowNoise(spec(), CAPTURES, start(), Inference.on(Device.CPU));
        Image clean = clean(20, 22);
        float[] once = model.sampleNoisy(clean, CAPTURES.get(2), new Seed(4)).toArray();
        assertThat(model.sampleNoisy(clean, CAPTURES.get(2), new Seed(4)).toArray())
                .isEqualTo(once);
        assertThat(model.sampleNoisy(clean, CAPTURES.get(2), new Seed(5)).toArray())
                .isNotEqualTo(once);
        float[] still =
                model.sampleNoisy(clean, CAPTURES.get(2), 0, new Seed(4)).toArray();
        float[] expected = clean.toArray();
        for (int i = 0; i < still.length; i++) {
            assertThat(still[i]).isCloseTo(expected[i], within(1e-6f));
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        NoiseFlowNoise model = new NoiseFlowNoise(spec(), CAPTURES, start(), Inference.on(Device.CPU));
        assertThatThrownBy(() -> model.sampleNoisy(clean(8, 8), Capture.of("b", 800), new Seed(1)))
                .isInstanceOf(UnknownCaptureException.class);
        Image colour = Image.copyOf(PixelDomain.SRGB, 8, 8, new float[3 * 64]);
        assertThatThrownBy(() -> model.sampleNoisy(colour, CAPTURES.get(0), new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 3 channels");
        assertThatThrownBy(() ->
                        new NoiseFlowSpec("sdn5|unk", 4, 4, List.of("a"), List.of(100), NoiseFlowSpec.Packing.ROWS))
                .hasMessageContaining("got 'unk'");
    }
}

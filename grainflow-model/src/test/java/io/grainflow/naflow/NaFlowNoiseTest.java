package io.grainflow.naflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.metric.Psnr;
import io.grainflow.network.Weights;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small NAFlow of random weights as a noise model. */
@Tag("processor")
final class NaFlowNoiseTest implements NoiseModelContract {
    private static final List<Capture> VOCABULARY =
            List.of(Capture.of("a", 100), Capture.of("a", 800), Capture.of("b", 100));
    private static final NaFlowSpec SPEC =
            new NaFlowSpec(3, 2, 1, 2, 8, 6, NaFlowSpec.Form.STABLE, true, 3.0 / 255, 256, true, true, true);
    private static final Weights WEIGHTS = weights(SPEC);
    private static final NaFlowNoise MODEL = new NaFlowNoise(SPEC, VOCABULARY, WEIGHTS, Inference.on(Device.CPU));

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    /** Initial values with a perturbation, so that no parameter is neutral; deviations differ between configurations. */
    private static Weights weights(NaFlowSpec spec) {
        Map<String, StoredTensor> tensors =
                new TreeMap<>(spec.start(VOCABULARY.size(), new Seed(1)).tensors());
        tensors.replaceAll((name, tensor) -> {
            if (name.endsWith(".sign") || name.endsWith(".permutation")) {
                return tensor;
            }
            float[] values = tensor.toFloats();
            RandomField field = new RandomField(new Seed(2).child(name));
            for (int i = 0; i < values.length; i++) {
                double shift = name.startsWith("gaussian.log") ? -2 + 3.0 * i / values.length : 0;
                values[i] += (float) (0.05 * field.normal(i) + shift);
            }
            return StoredTensor.ofFloats(values, tensor.shape());
        });
        return Weights.of(tensors);
    }

    private static NaFlowNoise tiled(int tile) {
        return new NaFlowNoise(
                SPEC, VOCABULARY, WEIGHTS, new NaFlowTiles(SPEC, new CompiledNaFlow(SPEC, WEIGHTS, 2), tile, tile));
    }

    @Override
    public NoiseModel model() {
        return MODEL;
    }

    @Override
    public Capture capture() {
        return VOCABULARY.get(1);
    }

    @Test
    void tilesGiveWhatTheWholeGives() {
        Image clean = clean(61, 83, 4);
        Image noisy = MODEL.sampleNoisy(clean, capture(), new Seed(1));
        NoisyPair pair = new NoisyPair("s", clean, noisy, capture());
        NaFlowNoise small = tiled(16);
        Image other = small.sampleNoisy(clean, capture(), new Seed(1));
        float[] a = noisy.toArray();
        float[] b = other.toArray();
        for (int i = 0; i < a.length; i++) {
            assertThat(b[i]).isCloseTo(a[i], within(1e-4f));
        }
        assertThat(small.nllNatsPerDim(pair)).isCloseTo(MODEL.nllNatsPerDim(pair), within(1e-5));
        double[] whole = values(MODEL, clean, noisy);
        double[] parts = values(small, clean, noisy);
        for (int i = 0; i < whole.length; i++) {
            assertThat(parts[i] / noisy.size()).isCloseTo(whole[i] / noisy.size(), within(1e-5));
        }
    }

    private static double[] values(NaFlowNoise model, Image clean, Image noisy) {
        return model.logLikelihoods(clean, noisy).values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    @Test
    void anySizeHasASampleAndALikelihood() {
        for (int[] size : new int[][] {{1, 1}, {1, 9}, {3, 2}, {17, 30}}) {
            Image clean = clean(size[0], size[1], 5);
            Image noisy = MODEL.sampleNoisy(clean, capture(), new Seed(3));
            assertThat(noisy.sameShape(clean)).isTrue();
            assertThat(MODEL.nllNatsPerDim(new NoisyPair("s", clean, noisy, capture())))
                    .isFinite();
        }
    }

    @Test
    void ownNoiseIsRecognised() {
        Image clean = clean(48, 48, 6);
        for (Capture capture : VOCABULARY) {
            Image noisy = MODEL.sampleNoisy(clean, capture, new Seed(8));
            Capture likeliest = MODEL.logLikelihoods(clean, noisy).entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElseThrow();
            assertThat(likeliest).isEqualTo(capture);
            double known = MODEL.nllNatsPerDim(new NoisyPair("s", clean, noisy, capture));
            double unknown = MODEL.nllOfUnknownCapture(new NoisyPair("s", clean, noisy, capture));
            assertThat(unknown).isCloseTo(known + Math.log(3) / noisy.size(), within(1e-3));
        }
    }

    @Test
    void noiseLikeAnImagesNeedsNoMetadata() {
        Image clean = clean(32, 40, 7);
        Image noisy = MODEL.sampleNoisy(clean, VOCABULARY.get(2), new Seed(9));
        Image likely = MODEL.sampleLike(clean, clean, noisy, new LikeSampling.Rank(1), new Seed(10));
        assertThat(likely).isEqualTo(MODEL.sampleNoisy(clean, VOCABULARY.get(2), new Seed(10)));
        assertThat(MODEL.sampleLike(clean, clean, noisy, new LikeSampling.Mixture(), new Seed(10)))
                .isEqualTo(likely);
        Image aware = MODEL.sampleLike(clean, clean, noisy, new LikeSampling.NoiseAware(1e3, 0), new Seed(10));
        assertThat(MODEL.sampleLike(clean, clean, noisy, new LikeSampling.Own(), new Seed(10)))
                .isNotEqualTo(aware)
                .isNotEqualTo(likely);
        assertThat(aware).isNotEqualTo(likely).isNotEqualTo(noisy);
        Image elsewhere = MODEL.sampleLike(clean(20, 20, 1), clean, noisy, LikeSampling.noiseAware(), new Seed(10));
        assertThat(elsewhere.height()).isEqualTo(20);
        assertThat(MODEL.sampleLike(clean, clean, noisy, new LikeSampling.AnyComponent(), new Seed(1)))
                .isNotEqualTo(aware);
    }

    @Test
    void aLowerTemperatureGivesLessNoise() {
        Image clean = clean(32, 32, 2);
        double still = Psnr.meanSquaredError(clean, MODEL.sampleNoisy(clean, capture(), 0, new Seed(1)));
        double half = Psnr.meanSquaredError(clean, MODEL.sampleNoisy(clean, capture(), 0.5, new Seed(1)));
        double whole = Psnr.meanSquaredError(clean, MODEL.sampleNoisy(clean, capture(), 1, new Seed(1)));
        assertThat(still).isLessThan(half);
        assertThat(half).isLessThan(whole);
    }

    @Test
    void unknownCapturesAndOtherChannelsAreRefused() {
        Image clean = clean(8, 8, 1);
        assertThatThrownBy(() -> MODEL.nllNatsPerDim(new NoisyPair("s", clean, clean, Capture.of("c", 1))))
                .isInstanceOf(UnknownCaptureException.class);
        Image grey = clean.channel(0);
        assertThatThrownBy(() -> MODEL.sampleNoisy(grey, capture(), new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 channel");
    }

    @Test
    void callsLeakNothing() {
        Image clean = clean(24, 24, 3);
        // the second image creates border kernels, which are only created on repeated use
        for (int i = 0; i < 2; i++) {
            MODEL.logLikelihoods(clean, MODEL.sampleNoisy(clean, capture(), new Seed(i)));
        }
        long before = NativeLibrary.liveObjects();
        for (int i = 0; i < 20; i++) {
            Image noisy = MODEL.sampleNoisy(clean, capture(), new Seed(i));
            MODEL.logLikelihoods(clean, noisy);
        }
        // fewer if the garbage collector freed objects of earlier tests
        assertThat(NativeLibrary.liveObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void aDamagedPermutationIsRefused() {
        Map<String, StoredTensor> tensors = new TreeMap<>(WEIGHTS.tensors());
        tensors.put("layers.0.conv.permutation", StoredTensor.ofFloats(new float[] {0, 0, 2}, 3));
        assertThat(SPEC.valueProblems(Weights.of(tensors)))
                .containsExactly("layers.0.conv.permutation is no permutation");
    }
}

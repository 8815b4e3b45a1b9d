package io.grainflow.job.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.metric.Akld;
import io.grainflow.metric.NoiseDivergence;
import io.grainflow.noise.GaussianNoise;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures of evaluations by the rules that they are named after. */
final class NoiseScoringTest {
    private static final Capture CAPTURE = Capture.of("S6", 100);
    private static final Seed SEED = new Seed(3);
    private static final GaussianNoise MODEL = new GaussianNoise(0.05);

    /** A pair in memory. */
    private record Entry(String name, NoisyPair pair) implements PairEntry {
        @Override
        public String scene() {
            return pair.scene();
        }

        @Override
        public Capture capture() {
            return pair.capture();
        }

        @Override
        public NoisyPair load() {
            return pair;
        }
    }

    private static PairEntry entry(String name, double sigma, int side) {
        float[] values = new float[3 * side * side];
        Arrays.fill(values, 0.5f);
        Image clean = Image.adopt(PixelDomain.SRGB, side, side, values);
        Image noisy = new GaussianNoise(sigma)
                .sampleNoisy(clean, CAPTURE, new Seed(7).child(name))
                .quantised(255);
        return new Entry(name, new NoisyPair(name, clean, noisy, CAPTURE));
    }

    private static NoiseEvaluation evaluate(int samples, PairEntry... entries) {
        return NoiseScoring.evaluate(
                MODEL,
                Sampling.METADATA,
                samples,
                List.of(entries),
                SEED,
                ComputeOptions.defaults().threads(1),
                Monitor.silent());
    }

    @Test
    void akldIsTheMeanOfSamples() {
        PairEntry entry = entry("a", 0.04, 32);
        NoisyPair pair = entry.load();
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Seed first = SEED.child("sample").child("a");
            Image sample = MODEL.sampleNoisy(pair.clean(), CAPTURE, i == 0 ? first : first.child(i));
            each.add(Akld.nats(pair.clean(), pair.noisy(), sample));
        }
        NoiseScore one = evaluate(1, entry).average();
        NoiseScore three = evaluate(3, entry).average();
        assertThat(one.akld()).isEqualTo(each.get(0));
        assertThat(three.akld())
                .isCloseTo(each.stream().mapToDouble(value -> value).average().orElseThrow(), within(1e-12))
                .isNotEqualTo(one.akld());
        assertThat(three.kldNmFlowGan()).isEqualTo(one.kldNmFlowGan());
    }

    @Test
    void c2nPoolsTheGreyLevelsOfAllImages() {
        PairEntry faint = entry("a", 0.02, 32);
        PairEntry strong = entry("b", 0.08, 32);
        long[] real = new long[511];
        long[] synthetic = new long[511];
        for (PairEntry entry : List.of(faint, strong)) {
            NoisyPair pair = entry.load();
            Image sample = NoiseScoring.sample(MODEL, Sampling.METADATA, entry, pair, SEED);
            add(NoiseDivergence.C2N.histogram(pair.clean(), pair.noisy()), real);
            add(NoiseDivergence.C2N.histogram(pair.clean(), sample.quantised(255)), synthetic);
        }
        NoiseEvaluation both = evaluate(1, faint, strong);
        double pooled = NoiseDivergence.C2N.klNats(real, synthetic);
        assertThat(both.average().kldC2n()).isEqualTo(pooled);
        assertThat(both.captures().get(0).score().kldC2n()).isEqualTo(pooled);
        double ofImages = both.images().stream()
                .mapToDouble(image -> image.score().kldC2n())
                .average()
                .orElseThrow();
        assertThat(pooled).isLessThan(ofImages / 2);
    }

    private static void add(long[] counts, long[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += counts[i];
        }
    }

    @Test
    void nmFlowGanTakesPatchesAndSmallImagesAsAWhole() {
        PairEntry large = entry("large", 0.04, 100);
        PairEntry small = entry("small", 0.04, 32);
        for (PairEntry entry : List.of(large, small)) {
            NoisyPair pair = entry.load();
            Image sample = NoiseScoring.sample(MODEL, Sampling.METADATA, entry, pair, SEED);
            int side = Math.min(96, pair.clean().height());
            double expected = NoiseDivergence.NM_FLOWGAN.klNats(
                    pair.clean().crop(0, 0, side, side),
                    pair.noisy().crop(0, 0, side, side),
                    sample.crop(0, 0, side, side));
            assertThat(evaluate(1, entry).average().kldNmFlowGan()).isEqualTo(expected);
        }
    }

    @Test
    void figuresOfNoImagesAreMissing() {
        assertThat(evaluate(1).average().kldC2n()).isNaN();
        assertThat(evaluate(1).average().kldNmFlowGan()).isNaN();
    }

    @Test
    void numbersOfSamplesAreChecked() {
        assertThatThrownBy(() -> EvaluateNoise.defaults().samples(0))
                .isInstanceOf(InputException.class)
                .hasMessage("samples: expects 1 to 1000, got 0; change `samples`");
    }
}

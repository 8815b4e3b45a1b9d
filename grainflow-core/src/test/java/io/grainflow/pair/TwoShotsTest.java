package io.grainflow.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two shots of a scene as one noisy pair. */
final class TwoShotsTest {
    private static final Capture CAPTURE = Capture.of("S6", 3200);

    private static NoisyPair pair(float[] first, float[] second) {
        return new NoisyPair(
                "garden",
                Image.adopt(PixelDomain.RAW_PACKED, 1, second.length / 4, second),
                Image.adopt(PixelDomain.RAW_PACKED, 1, first.length / 4, first),
                CAPTURE);
    }

    @Test
    void meanAndDifferenceOfTheShots() {
        NoisyPair made = TwoShots.of(pair(new float[] {0.5f, 1, 0.25f, 0}, new float[] {0.25f, 0, 0.25f, 1}));
        assertThat(made.clean().toArray()).containsExactly(0.375f, 0.5f, 0.25f, 0.5f);
        float root = (float) Math.sqrt(0.5);
        assertThat(made.noisy().toArray())
                .containsExactly(new float[] {0.375f + 0.25f * root, 0.5f + root, 0.25f, 0.5f - root}, within(1e-7f));
        assertThat(made.scene()).isEqualTo("garden");
        assertThat(made.capture()).isEqualTo(CAPTURE);
        assertThat(made.clean().domain()).isEqualTo(PixelDomain.RAW_PACKED);
        assertThat(made.noisy().domain()).isEqualTo(PixelDomain.RAW_PACKED);
    }

    /** Shots with mean 0.5 and standard deviation 0.1: the noise has that standard deviation and is uncorrelated with the mean. */
    @Test
    void varianceIsThatOfOneShot() {
        int count = 400_000;
        float[] first = new float[count];
        float[] second = new float[count];
        RandomField a = new RandomField(new Seed(1));
        RandomField b = new RandomField(new Seed(2));
        for (int i = 0; i < count; i++) {
            first[i] = (float) (0.5 + 0.1 * a.normal(i));
            second[i] = (float) (0.5 + 0.1 * b.normal(i));
        }
        NoisyPair made = TwoShots.of(pair(first, second));
        float[] clean = made.clean().toArray();
        float[] noisy = made.noisy().toArray();
        double squares = 0;
        double product = 0;
        for (int i = 0; i < count; i++) {
            double noise = noisy[i] - clean[i];
            squares += noise * noise;
            product += noise * (clean[i] - 0.5);
        }
        // five standard deviations of the estimates: 0.01 sqrt(2 / n) and 0.01 / sqrt(2 n)
        assertThat(squares / count).isCloseTo(0.01, within(5 * 0.01 * Math.sqrt(2.0 / count)));
        assertThat(product / count).isCloseTo(0, within(5 * 0.01 / Math.sqrt(2.0 * count)));
    }

    @Test
    void theShotsStayAsTheyAreAndAreLoadedWhenAsked() {
        NoisyPair shots = pair(new float[] {0.5f, 1, 0.25f, 0}, new float[] {0.25f, 0, 0.25f, 1});
        AtomicInteger loads = new AtomicInteger();
        PairEntry entry = new TwoShots(new PairEntry() {
            @Override
            public String name() {
                return "garden/1";
            }

            @Override
            public String scene() {
                return "garden";
            }

            @Override
            public Capture capture() {
                return CAPTURE;
            }

            @Override
            public NoisyPair load() {
                loads.incrementAndGet();
                return shots;
            }
        });
        assertThat(entry.name()).isEqualTo("garden/1");
        assertThat(entry.scene()).isEqualTo("garden");
        assertThat(entry.capture()).isEqualTo(CAPTURE);
        assertThat(loads).hasValue(0);
        assertThat(entry.load()).isEqualTo(TwoShots.of(shots)).isEqualTo(entry.load());
        assertThat(loads).hasValue(2);
        assertThat(shots.noisy().toArray()).containsExactly(0.5f, 1, 0.25f, 0);
    }
}

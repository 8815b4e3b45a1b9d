package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that every noise model must pass. */
public interface NoiseModelContract {
    NoiseModel model();

    /** A capture that the model supports. */
    Capture capture();

    /** Number of channels of the images that the model supports. */
    default int channels() {
        return 3;
    }

    /** A clean image of random values in [0,1]. */
    default Image clean(int height, int width, long seed) {
        RandomField field = new RandomField(new Seed(seed));
        float[] values = new float[channels() * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) field.uniform(i, 0);
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    @Test
    default void sameSeedGivesTheSameImage() {
        Image clean = clean(16, 24, 1);
        assertThat(model().sampleNoisy(clean, capture(), new Seed(5)))
                .isEqualTo(model().sampleNoisy(clean, capture(), new Seed(5)));
    }

    @Test
    default void anotherSeedGivesAnotherImage() {
        Image clean = clean(16, 24, 1);
        assertThat(model().sampleNoisy(clean, capture(), new Seed(5)))
                .isNotEqualTo(model().sampleNoisy(clean, capture(), new Seed(6)));
    }

    @Test
    default void sizeAndDomainAreKeptAndTheCleanImageIsNotTouched() {
        Image clean = clean(7, 13, 2);
        Image raw = Image.copyOf(PixelDomain.RAW_PACKED, 7, 13, clean.toArray());
        Image copy = Image.copyOf(PixelDomain.SRGB, 7, 13, clean.toArray());
        assertThat(model().sampleNoisy(clean, capture(), new Seed(1)).sameShape(clean))
                .isTrue();
        assertThat(model().sampleNoisy(raw, capture(), new Seed(1)).sameShape(raw))
                .isTrue();
        assertThat(clean).isEqualTo(copy);
    }

    @Test
    default void samplesAreFinite() {
        for (float value :
                model().sampleNoisy(clean(16, 16, 3), capture(), new Seed(1)).toArray()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    default void knownCapturesAreSortedAndOthersRefused() {
        List<Capture> known = model().captures();
        assertThat(known).isSorted();
        if (!known.isEmpty()) {
            Capture unknown = Capture.of(known.get(0).camera().code() + "x", 77);
            assertThatThrownBy(() -> model().sampleNoisy(clean(8, 8, 1), unknown, new Seed(1)))
                    .isInstanceOf(UnknownCaptureException.class)
                    .hasMessageContaining(unknown.toString())
                    .hasMessageContaining(known.get(0).camera().code());
        }
    }
}

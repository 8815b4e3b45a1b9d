package io.grainflow.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.synthesise.Synthesize;
import io.grainflow.noise.GaussianNoise;
import io.grainflow.noise.ImitatingModel;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The words for how noise is drawn. */
final class SamplingTest {
    /** A model that supports recognising noise. */
    private static final class Aware implements NoiseAwareModel {
        @Override
        public SortedMap<Capture, Double> logLikelihoods(Image clean, Image noisy) {
            throw new AssertionError("words need no images");
        }

        @Override
        public Image sampleLike(Image clean, Image likeClean, Image likeNoisy, LikeSampling how, Seed seed) {
            throw new AssertionError("words need no images");
        }

        @Override
        public double nllNatsPerDim(NoisyPair pair) {
            throw new AssertionError("words need no images");
        }

        @Override
        public List<Capture> captures() {
            return List.of();
        }

        @Override
        public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
            throw new AssertionError("words need no images");
        }
    }

    @Test
    void autoIsNoiseAwareWhereTheModelCan() {
        assertThat(Sampling.of("auto", new Aware()).like()).contains(LikeSampling.noiseAware());
        assertThat(Sampling.of("auto", new GaussianNoise(0.1))).isEqualTo(Sampling.METADATA);
        assertThat(Sampling.of("metadata", new Aware())).isEqualTo(Sampling.METADATA);
        assertThat(Sampling.of("rank:2", new Aware()).like()).contains(new LikeSampling.Rank(2));
    }

    /** A model that imitates in one way. */
    private record Imitating() implements ImitatingModel {
        @Override
        public Image sampleLike(Image clean, Image likeClean, Image likeNoisy, LikeSampling how, Seed seed) {
            throw new AssertionError("words need no images");
        }

        @Override
        public List<Capture> captures() {
            return List.of();
        }

        @Override
        public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
            throw new AssertionError("words need no images");
        }
    }

    @Test
    void modelsThatOnlyImitateHaveOneWay() {
        assertThat(Sampling.of("auto", new Imitating()).like()).contains(new LikeSampling.Own());
        assertThat(Sampling.of("own", new Imitating()).like()).contains(new LikeSampling.Own());
        assertThat(Sampling.of("metadata", new Imitating())).isEqualTo(Sampling.METADATA);
        assertThatThrownBy(() -> Sampling.of("rank:2", new Imitating()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("sampling rank:2: chooses among cameras and ISOs");
    }

    /** The value {@code auto} means the same in all jobs and front ends. */
    @Test
    void autoIsTheSameLikeAnImage() {
        assertThat(Synthesize.Source.Like.defaults().sampling()).isEqualTo("auto");
        assertThat(Sampling.imitation("auto", new Aware()))
                .isEqualTo(Sampling.of("auto", new Aware()).like().orElseThrow());
    }

    @Test
    void otherWordsAreTold() {
        assertThatThrownBy(() -> Sampling.of("best", new Aware()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("sampling best: is unknown; known: auto, metadata, nas");
        assertThatThrownBy(() -> Sampling.of("nas", new GaussianNoise(0.1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("needs a model that makes noise like that of an image");
    }
}

package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LikeSamplingTest {
    @Test
    void words() {
        assertThat(LikeSampling.parse("nas")).isEqualTo(LikeSampling.noiseAware());
        assertThat(LikeSampling.parse("nas:4")).isEqualTo(new LikeSampling.NoiseAware(4, 0));
        assertThat(LikeSampling.parse("rank:2")).isEqualTo(new LikeSampling.Rank(2));
        assertThat(LikeSampling.parse("mixture")).isEqualTo(new LikeSampling.Mixture());
        assertThat(LikeSampling.parse("own")).isEqualTo(new LikeSampling.Own());
        assertThat(LikeSampling.parse("random")).isEqualTo(new LikeSampling.AnyComponent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nas:", "nas:0", "nas:x", "rank:0", "rank:1.5", "mixture:2", "random:1", "best"})
    void othersAreRefused(String words) {
        assertThatThrownBy(() -> LikeSampling.parse(words)).isInstanceOf(IllegalArgumentException.class);
    }
}

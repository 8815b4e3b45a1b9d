package io.grainflow.isp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ToneCurveTest {
    @Test
    void tablesAgreeWithTheFormulas() {
        for (int i = 0; i <= 100_000; i++) {
            float t = i / 100_000f;
            assertThat((double) ToneCurve.decodeFast(t)).isCloseTo(ToneCurve.decode(t), within(2e-7));
            assertThat((double) ToneCurve.encodeFast(t)).isCloseTo(ToneCurve.encode(t), within(2e-5));
        }
    }

    @Test
    void valuesOutsideAreLimited() {
        assertThat(ToneCurve.encodeFast(-0.3f)).isEqualTo(0f);
        assertThat(ToneCurve.encodeFast(1.7f)).isCloseTo(1f, within(1e-6f));
        assertThat(ToneCurve.decodeFast(-0.3f)).isEqualTo(0f);
        assertThat(ToneCurve.decodeFast(1.7f)).isCloseTo(1f, within(1e-6f));
    }

    @Test
    void formulasUndoEachOtherAndTheContrastKeepsItsFixedPoints() {
        for (int i = 0; i <= 255; i++) {
            assertThat(ToneCurve.encode(ToneCurve.decode(i / 255.0))).isCloseTo(i / 255.0, within(1e-6));
        }
        for (float fixed : new float[] {0, 0.5f, 1}) {
            assertThat(ToneCurve.contrast(fixed, 0.3f)).isEqualTo(fixed);
        }
        assertThat(ToneCurve.contrast(0.2f, 0.3f)).isLessThan(0.2f);
        assertThat(ToneCurve.contrast(0.8f, 0.3f)).isGreaterThan(0.8f);
    }
}

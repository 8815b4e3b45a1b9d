package io.grainflow.denoise.bm3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the parts of BM3D with their direct definitions. */
final class BlockMatchingTest {
    private static final int HEIGHT = 34;
    private static final int WIDTH = 47;

    @ParameterizedTest
    @CsvSource({"8,3,19", "11,6,19", "9,4,5", "8,1,0"})
    void matchesAreThoseOfTheSearchBlockByBlock(int side, int step, int radius) {
        float[] plane = plane();
        BlockGrouping grouping = new BlockGrouping(side, step, radius, 16, 0.02);
        int[] columns = grouping.grid(WIDTH);
        BlockMatcher matcher = new BlockMatcher(plane, HEIGHT, WIDTH, grouping, columns);
        for (int y : grouping.grid(HEIGHT)) {
            matcher.match(y);
            for (int i = 0; i < columns.length; i++) {
                double[] all = distances(plane, y, columns[i], grouping);
                int found = Math.min(16, all.length);
                assertThat(matcher.members(i)).isEqualTo(Integer.highestOneBit(found));
                assertThat(matcher.place(i, 0)).isEqualTo(y * WIDTH + columns[i]);
                for (int k = 0; k < matcher.members(i); k++) {
                    int place = matcher.place(i, k);
                    double distance = distance(plane, y, columns[i], place / WIDTH, place % WIDTH, grouping.side());
                    assertThat(distance).isCloseTo(all[k], within(1e-5));
                }
            }
        }
    }

    @Test
    void theGridEndsAtTheLastPlace() {
        BlockGrouping grouping = new BlockGrouping(8, 3, 19, 16, 1);
        assertThat(grouping.grid(8)).containsExactly(0);
        assertThat(grouping.grid(9)).containsExactly(0, 1);
        assertThat(grouping.grid(14)).containsExactly(0, 3, 6);
        assertThat(grouping.grid(16)).containsExactly(0, 3, 6, 8);
    }

    @Test
    void haarKeepsEnergyAndComesBack() {
        for (int members = 1; members <= 32; members *= 2) {
            HaarStack stack = new HaarStack(5, 32);
            stack.open(members);
            float[] values = Arrays.copyOf(plane(), 5 * members);
            for (int k = 0; k < members; k++) {
                stack.put(k, values, 5 * k);
            }
            stack.forward();
            double energy = 0;
            int count = 0;
            for (int band = 0; band < stack.bands(); band++) {
                for (int i = 0; i < stack.length(band); i++) {
                    energy += stack.band(band)[i] * stack.band(band)[i];
                    count++;
                }
            }
            assertThat(count).isEqualTo(5 * members);
            assertThat(energy).isCloseTo(energy(values), within(1e-4));
            assertThat(stack.band(stack.bands() - 1)[2]).isCloseTo(scaledMean(values, members), within(1e-4f));
            stack.inverse();
            float[] back = new float[values.length];
            for (int k = 0; k < members; k++) {
                stack.addTo(k, 1, back, 5 * k);
            }
            assertThat(back).containsExactly(values, within(1e-5f));
        }
    }

    @Test
    void transformsComeBackAndKeepTheVarianceOfNoise() {
        for (BlockTransform transform :
                new BlockTransform[] {BlockTransform.biorthogonal(), BlockTransform.cosine(8), BlockTransform.cosine(11)
                }) {
            int side = transform.side();
            for (int i = 0; i < side; i++) {
                assertThat(energy(transform.analysis()[i])).isCloseTo(1, within(1e-6));
                for (int j = 0; j < side; j++) {
                    double sum = 0;
                    for (int k = 0; k < side; k++) {
                        sum += transform.synthesis()[i][k] * transform.analysis()[k][j];
                    }
                    assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-6));
                }
            }
        }
    }

    @Test
    void kaisersWindow() {
        assertThat(KaiserWindow.of(8, 2))
                .containsExactly(
                        new float[] {0.4387f, 0.6813f, 0.8768f, 0.9858f, 0.9858f, 0.8768f, 0.6813f, 0.4387f},
                        within(1e-4f));
    }

    private static float[] plane() {
        Image scene = DenoiserContract.scene(1, HEIGHT, WIDTH);
        return DenoiserContract.noisy(scene, 0.05).toArray();
    }

    private static double[] distances(float[] plane, int y, int x, BlockGrouping grouping) {
        int side = grouping.side();
        double limit = grouping.matchLimit() * side * side;
        double[] all = new double[HEIGHT * WIDTH];
        int count = 0;
        for (int v = Math.max(0, y - grouping.radius()); v <= Math.min(HEIGHT - side, y + grouping.radius()); v++) {
            for (int u = Math.max(0, x - grouping.radius()); u <= Math.min(WIDTH - side, x + grouping.radius()); u++) {
                double distance = distance(plane, y, x, v, u, side);
                if (distance < limit) {
                    all[count++] = distance;
                }
            }
        }
        double[] near = Arrays.copyOf(all, count);
        Arrays.sort(near);
        return near;
    }

    private static double distance(float[] plane, int y, int x, int v, int u, int side) {
        double sum = 0;
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                double difference = plane[(y + i) * WIDTH + x + j] - plane[(v + i) * WIDTH + u + j];
                sum += difference * difference;
            }
        }
        return sum;
    }

    private static double energy(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * value;
        }
        return sum;
    }

    private static float scaledMean(float[] values, int members) {
        float sum = 0;
        for (int k = 0; k < members; k++) {
            sum += values[5 * k + 2];
        }
        return sum / (float) Math.sqrt(members);
    }
}

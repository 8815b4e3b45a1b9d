package io.grainflow.c2n;

import io.grainflow.image.Image;
import io.grainflow.inference.ImageGraph;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;

/**
 * The generator on the compiled engine, in bands of rows. Wide images are computed in strips of columns, each with the surroundings that its
 * noise depends on; at the border of the image a strip ends, so that the reflection there is that of the whole image.
 */
final class CompiledC2n implements C2nSampler {
    static final int COLUMNS = 1024;

    private static final int CLEAN = 0;
    private static final int NORMAL = 1;
    private static final int INDEPENDENT = 2;

    private final C2nSpec spec;
    private final ImageGraph graph;
    private final int halo;
    private final int columns;

    /** @param columns of a strip without its surroundings */
    CompiledC2n(C2nSpec spec, Weights weights, Inference inference, int columns) {
        this.spec = spec;
        this.graph = ImageGraph.of(C2nGraph.exact(spec, weights), inference);
        this.halo = new C2nGenerator(spec).radius();
        this.columns = columns;
    }

    @Override
    public float[] noisy(Image clean, C2nFeatures features) {
        float[] output = new float[clean.size()];
        for (int x = 0; x < clean.width(); x += columns) {
            new Strip(clean, features, output, x).run();
        }
        return output;
    }

    @Override
    public void close() {
        graph.close();
    }

    /** One strip of an image, from column x. */
    private final class Strip {
        private final Image clean;
        private final C2nFeatures features;
        private final float[] output;
        private final int x;
        private final int left;
        private final int width;

        Strip(Image clean, C2nFeatures features, float[] output, int x) {
            this.clean = clean;
            this.features = features;
            this.output = output;
            this.x = x;
            this.left = Math.max(0, x - halo);
            this.width = Math.min(clean.width(), x + columns + halo) - left;
        }

        void run() {
            graph.run(clean.height(), width, 0, this::read, this::write);
        }

        private void read(int input, int from, int rows, float[] values) {
            switch (input) {
                case CLEAN -> cut(from, rows, values);
                case NORMAL -> features.rows(features.normal(), from, left, rows, width, values);
                case INDEPENDENT -> features.rows(features.independent(), from, left, rows, width, values);
                default -> repeat(features.style(), rows * width, values);
            }
        }

        private void cut(int from, int rows, float[] values) {
            int at = 0;
            for (int row = from; row < from + rows; row++) {
                for (int column = left; column < left + width; column++) {
                    for (int c = 0; c < spec.channels(); c++) {
                        values[at++] = clean.at(c, row, column);
                    }
                }
            }
        }

        private static void repeat(float[] style, int count, float[] values) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(style, 0, values, i * style.length, style.length);
            }
        }

        private void write(int index, int from, int rows, float[] values) {
            int last = Math.min(clean.width(), x + columns);
            for (int c = 0; c < spec.channels(); c++) {
                for (int row = 0; row < rows; row++) {
                    int to = (c * clean.height() + from + row) * clean.width();
                    for (int column = x; column < last; column++) {
                        output[to + column] = values[(row * width + column - left) * spec.channels() + c];
                    }
                }
            }
        }
    }
}

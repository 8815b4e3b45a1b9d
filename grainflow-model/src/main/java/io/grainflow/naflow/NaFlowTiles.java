package io.grainflow.naflow;

import io.grainflow.engine.Plan;
import io.grainflow.flow.Dequantisation;
import io.grainflow.flow.LatentGaussian;
import io.grainflow.flow.LatentStatistics;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.inference.TileGrid;
import io.grainflow.network.Weights;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;

/**
 * Runs NAFlow over images of any size, tile by tile. Each tile is computed together with the surroundings that its receptive field covers.
 * Random numbers are functions of the seed and the position in the image. The image is padded by reflection at the right and at the bottom
 * to whole blocks. Padding and surroundings do not count in likelihoods. So the result equals that of the whole image at once.
 */
final class NaFlowTiles {
    private final NaFlowSpec spec;
    private final NaFlowEngine engine;
    private final int rows;
    private final int columns;

    NaFlowTiles(NaFlowSpec spec, NaFlowEngine engine) {
        this(spec, engine, engine.mostSide(), engine.mostSide());
    }

    NaFlowTiles(NaFlowSpec spec, NaFlowEngine engine, int rows, int columns) {
        this.spec = spec;
        this.engine = engine;
        this.rows = Math.max(1, rows / spec.block()) * spec.block();
        this.columns = Math.max(1, columns / spec.block()) * spec.block();
    }

    /** The engine that computes windows. */
    static NaFlowEngine engine(NaFlowSpec spec, Weights weights, int captures, Inference inference) {
        return inference.device() == Device.CPU && Plan.available()
                ? new CompiledNaFlow(spec, weights, inference.threads())
                : new TorchNaFlow(spec, weights, captures, inference);
    }

    /**
     * The latent of a noisy image.
     *
     * @param latent sufficient statistics of the latent for likelihoods
     * @param logAbsDet in nats, over the image
     */
    record Encoded(LatentStatistics latent, double logAbsDet) {}

    /** Noisy image to latent. */
    Encoded encode(Image clean, Image noisy, Seed seed) {
        LatentStatistics statistics = new LatentStatistics(spec.latentChannels());
        double[] logAbsDet = {0};
        ConditionNoise noise = new ConditionNoise(spec, seed);
        TileGrid.of(clean.height(), clean.width(), spec.block(), rows, columns, encodeHalo())
                .forEach(window -> logAbsDet[0] += encode(clean, noisy, window, noise, statistics));
        return new Encoded(statistics, logAbsDet[0]);
    }

    private double encode(
            Image clean, Image noisy, TileGrid.Window window, ConditionNoise noise, LatentStatistics statistics) {
        NaFlowEngine.Latent latent = engine.encode(
                size(window),
                noise.dequantised(noisy, window),
                window.cut(clean),
                noise.conditioned(clean, window),
                window.weights());
        statistics.add(doubles(latent.z()), window.latentWeights(spec.block()));
        return latent.logAbsDet();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    void close() {
        engine.close();
    }

    private static NaFlowEngine.Size size(TileGrid.Window window) {
        return new NaFlowEngine.Size(window.height(), window.width());
    }

    /** A noisy image whose latent is drawn from a Gaussian. */
    Image decode(Image clean, LatentGaussian gaussian, Seed seed) {
        float[] output = new float[clean.size()];
        ConditionNoise noise = new ConditionNoise(spec, seed);
        TileGrid.of(clean.height(), clean.width(), spec.block(), rows, columns, decodeHalo())
                .forEach(window -> decode(clean, gaussian, window, noise, seed, output));
        return Image.adopt(clean.domain(), clean.height(), clean.width(), output);
    }

    private void decode(
            Image clean,
            LatentGaussian gaussian,
            TileGrid.Window window,
            ConditionNoise noise,
            Seed seed,
            float[] output) {
        float[] z = latent(gaussian, window, new RandomField(seed.child("latent")));
        float[] values = engine.decode(size(window), window.cut(clean), noise.conditioned(clean, window), z);
        window.paste(values, clean, output);
    }

    /** mean + deviation * standard normal number of the position, [C,h,w]. */
    private float[] latent(LatentGaussian gaussian, TileGrid.Window window, RandomField field) {
        int block = spec.block();
        int height = window.height() / block;
        int width = window.width() / block;
        int rows = window.paddedHeight() / block;
        int columns = window.paddedWidth() / block;
        float[] values = new float[spec.latentChannels() * height * width];
        int at = 0;
        for (int c = 0; c < spec.latentChannels(); c++) {
            double mean = gaussian.mean()[c];
            double deviation = gaussian.deviation()[c];
            for (int y = 0; y < height; y++) {
                long row = ((long) c * rows + window.top() / block + y) * columns + window.left() / block;
                for (int x = 0; x < width; x++) {
                    values[at++] = (float) (mean + deviation * field.normal(row + x));
                }
            }
        }
        return values;
    }

    /** Receptive radius in pixels: every conditional step reads one position of its level to each side. */
    private int encodeHalo() {
        return wholeBlocks(spec.steps() * (2 * spec.block() - 2));
    }

    /** In the inverse direction, shifts also depend on values that the step itself has changed. */
    private int decodeHalo() {
        return encodeHalo() + spec.block();
    }

    private int wholeBlocks(int pixels) {
        return (pixels + spec.block() - 1) / spec.block() * spec.block();
    }

    /** The random numbers for the conditioning noise and for dequantisation. */
    private static final class ConditionNoise {
        private final NaFlowSpec spec;
        private final RandomField condition;
        private final RandomField grid;

        ConditionNoise(NaFlowSpec spec, Seed seed) {
            this.spec = spec;
            this.condition = new RandomField(seed.child("condition"));
            this.grid = new RandomField(seed.child("dequantisation"));
        }

        float[] conditioned(Image clean, TileGrid.Window window) {
            return window.map(
                    clean,
                    (value, place) -> Math.min(
                            1f, Math.max(0f, (float) (value + spec.conditionNoise() * condition.normal(place)))));
        }

        float[] dequantised(Image noisy, TileGrid.Window window) {
            Dequantisation dequantisation = new Dequantisation(spec.quantisationLevels());
            return window.map(noisy, (value, place) -> dequantisation.apply(value, grid.uniform(place, 0)));
        }
    }
}

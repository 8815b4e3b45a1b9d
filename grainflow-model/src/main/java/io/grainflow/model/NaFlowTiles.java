package io.grainflow.model;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Dequantisation;
import io.grainflow.flow.LatentGaussian;
import io.grainflow.flow.LatentStatistics;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transformed;
import io.grainflow.image.Image;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;

/**
 * Runs NAFlow over images of any size, tile by tile. A tile is computed with so much around it as it sees; all random numbers are
 * addressed by their place in the image; right and bottom are padded by reflection to whole blocks, and what is padded or
 * around a tile does not count in likelihoods. So the result is that of the whole image at once.
 */
final class NaFlowTiles {
    /** Largest side of a tile without its surroundings. */
    private static final int TILE = 512;

    private final NaFlowSpec spec;
    private final NaFlow flow;
    private final Device device;
    private final int tile;

    NaFlowTiles(NaFlowSpec spec, Weights weights, int captures, Device device) {
        this(spec, weights, captures, device, TILE);
    }

    NaFlowTiles(NaFlowSpec spec, Weights weights, int captures, Device device, int tile) {
        this.spec = spec;
        this.device = device;
        this.tile = Math.max(1, tile / spec.block()) * spec.block();
        this.flow = Scope.keep(
                () -> new NaFlow(spec, Parameters.frozen(spec.slots(captures), weights, device, DType.FLOAT32)));
    }

    /**
     * A noisy image in the latent space.
     *
     * @param latent what its likelihoods depend on
     * @param logAbsDet in nats, over the image
     */
    record Encoded(LatentStatistics latent, double logAbsDet) {}

    /** Noisy image to latent. */
    synchronized Encoded encode(Image clean, Image noisy, Seed seed) {
        LatentStatistics statistics = new LatentStatistics(spec.latentChannels());
        double[] logAbsDet = {0};
        ConditionNoise noise = new ConditionNoise(spec, seed);
        TileGrid.of(clean.height(), clean.width(), spec.block(), tile, encodeHalo())
                .forEach(window -> logAbsDet[0] += encode(clean, noisy, window, noise, statistics));
        return new Encoded(statistics, logAbsDet[0]);
    }

    private double encode(
            Image clean, Image noisy, TileGrid.Window window, ConditionNoise noise, LatentStatistics statistics) {
        return Scope.heap(() -> NoGrad.run(() -> {
            float[] weights = window.weights();
            Tensor reference = tensor(window.cut(clean), window);
            PositionWeights counted = PositionWeights.of(
                    weights, 1, window.height(), window.width(), spec.levels(), DType.FLOAT32, device);
            Condition condition = flow.condition(tensor(noise.conditioned(clean, window), window), counted);
            Transformed latent = flow.forward(tensor(noise.dequantised(noisy, window), window), reference, condition);
            statistics.add(latent.value().toDoubles(), window.latentWeights(spec.block()));
            return latent.logAbsDet().item();
        }));
    }

    /** A noisy image whose latent is drawn from a Gaussian. */
    synchronized Image decode(Image clean, LatentGaussian gaussian, Seed seed) {
        float[] output = new float[clean.size()];
        ConditionNoise noise = new ConditionNoise(spec, seed);
        TileGrid.of(clean.height(), clean.width(), spec.block(), tile, decodeHalo())
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
        float[] values = Scope.heap(() -> NoGrad.run(() -> {
            Tensor reference = tensor(window.cut(clean), window);
            Condition condition =
                    flow.condition(tensor(noise.conditioned(clean, window), window), PositionWeights.all());
            Tensor z = latent(gaussian, window, new RandomField(seed.child("latent")));
            return flow.inverse(z, reference, condition).value().toFloats();
        }));
        window.paste(values, clean, output);
    }

    /** mean + deviation * normal number of the place, [1,C,h,w]. */
    private Tensor latent(LatentGaussian gaussian, TileGrid.Window window, RandomField field) {
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
        return Tensor.of(values, 1, spec.latentChannels(), height, width).to(device);
    }

    private Tensor tensor(float[] values, TileGrid.Window window) {
        return Tensor.of(values, 1, spec.channels(), window.height(), window.width())
                .to(device);
    }

    /** How far to each side a pixel reaches: every conditional step looks one position of its level around. */
    private int encodeHalo() {
        return wholeBlocks(spec.steps() * (2 * spec.block() - 2));
    }

    /** On the way back shifts also depend on what the step itself has moved. */
    private int decodeHalo() {
        return encodeHalo() + spec.block();
    }

    private int wholeBlocks(int pixels) {
        return (pixels + spec.block() - 1) / spec.block() * spec.block();
    }

    /** The random numbers that condition and dequantise. */
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

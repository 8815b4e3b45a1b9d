package io.grainflow.denoiser;

import io.grainflow.engine.Precision;
import io.grainflow.image.Image;
import io.grainflow.inference.Engines;
import io.grainflow.inference.Inference;
import io.grainflow.inference.InferenceEngine;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.mri.KSpaceSampling;
import io.grainflow.mri.Measurement;
import io.grainflow.mri.ZeroPadding;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;

/**
 * A denoiser of slices with undersampled k-space: measured frequencies are put back into the network's output unchanged. Slices are
 * processed as a whole, since every frequency depends on every pixel. Thread-safe.
 */
final class MriDenoiser implements TrainedDenoiser {
    private final InferenceEngine engine;
    private final int block;
    private final KSpaceSampling sampling;

    private MriDenoiser(InferenceEngine engine, int block, KSpaceSampling sampling) {
        this.engine = engine;
        this.block = block;
        this.sampling = sampling;
    }

    static MriDenoiser of(Network network, Weights weights, KSpaceSampling sampling, Inference inference) {
        return new MriDenoiser(Engines.of(network, weights, inference), network.block(), sampling);
    }

    /**
     * {@inheritDoc}
     *
     * @param noisy one channel, odd height and width, white = 1, neither clipped nor rounded
     * @throws InputException if it is not a degraded slice
     */
    @Override
    public Image denoise(Image noisy) {
        Measurement measurement = sampling.measurement(noisy);
        int height = noisy.height();
        int width = noisy.width();
        ZeroPadding frame = ZeroPadding.around(height, width, block);
        float[] input = new float[frame.size()];
        frame.put(noisy, input, 0);
        float[] output = new float[frame.size()];
        engine.run(
                frame.height(),
                frame.width(),
                (only, from, rows, values) ->
                        System.arraycopy(input, from * frame.width(), values, 0, rows * frame.width()),
                (only, from, rows, values) ->
                        System.arraycopy(values, 0, output, from * frame.width(), rows * frame.width()));
        return measurement.replaced(frame.cut(output, 0, height, width)).image(noisy.domain());
    }

    @Override
    public Precision precision() {
        return engine.precision();
    }

    @Override
    public void close() {
        engine.close();
    }
}

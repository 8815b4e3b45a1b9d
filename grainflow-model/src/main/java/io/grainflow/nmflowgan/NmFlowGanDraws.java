package io.grainflow.nmflowgan;

import io.grainflow.network.Layer;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * The random numbers of one visit of a training step, in the order in which the published code draws them. All but the last are [N,C,H,W].
 *
 * @param clean uniform, dequantise the clean image for the likelihood
 * @param noisy uniform, dequantise the noisy image
 * @param sampleClean uniform, dequantise the clean image for the sample
 * @param latent normal, become the sample
 * @param kept which channels are kept, 0 or 1, [N,C] of each dropout layer
 * @param shares weights of real samples in the points of the gradient penalty, [N]
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
record NmFlowGanDraws(
        float[] clean, float[] noisy, float[] sampleClean, float[] latent, List<float[]> kept, float[] shares) {
    /**
     * Draws for a batch.
     *
     * @param count N
     * @param size height and width
     */
    static NmFlowGanDraws of(
            NmFlowGanSpec spec, NmFlowGanSchedule.PenaltyShares shares, int count, int size, Seed seed) {
        int values = count * spec.channels() * size * size;
        List<float[]> kept = new ArrayList<>();
        for (int j = 0; j < spec.generatorDepth() - 1; j++) {
            RandomField field = new RandomField(seed.child("dropout").child(j));
            int channels = spec.generatorWidth() << (spec.generatorDepth() - 2 - j);
            kept.add(numbers(count * channels, i -> field.uniform(i, 0) < spec.dropout() ? 0 : 1));
        }
        RandomField share = new RandomField(seed.child("shares"));
        return new NmFlowGanDraws(
                uniform(values, seed.child("clean")),
                uniform(values, seed.child("noisy")),
                uniform(values, seed.child("sampleClean")),
                numbers(values, new RandomField(seed.child("latent"))::normal),
                kept,
                numbers(
                        count,
                        i -> shares == NmFlowGanSchedule.PenaltyShares.NORMAL ? share.normal(i) : share.uniform(i, 0)));
    }

    /** In [0,1), also after rounding to float32. */
    private static float[] uniform(int count, Seed seed) {
        RandomField field = new RandomField(seed);
        return numbers(count, i -> Math.min(0.99999994, field.uniform(i, 0)));
    }

    private static float[] numbers(int count, IntToDoubleFunction number) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) number.applyAsDouble(i);
        }
        return values;
    }

    /**
     * The rule of the generator's dropout layers.
     *
     * @param kept by layer, 0 or 1, [N,C]
     */
    static BiFunction<Layer.Dropout, Tensor, Tensor> dropping(IntFunction<Tensor> kept) {
        return (layer, x) -> {
            int index = Integer.parseInt(layer.name().substring(layer.name().lastIndexOf('.') + 1));
            Tensor own = kept.apply(index).to(x.dtype()).to(x.device());
            return x.mul(own.mul(1 / (1 - layer.rate())).reshape(x.shape()[0], x.shape()[1], 1, 1));
        };
    }

    /** The rule of the generator's dropout layers, for these draws. */
    BiFunction<Layer.Dropout, Tensor, Tensor> dropping() {
        return dropping(index -> {
            float[] own = kept.get(index);
            return Tensor.of(own, shares.length, own.length / shares.length);
        });
    }
}

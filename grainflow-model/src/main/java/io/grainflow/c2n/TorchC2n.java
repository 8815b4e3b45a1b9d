package io.grainflow.c2n;

import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.inference.TileGrid;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;

/**
 * The generator through libtorch: for GPUs, for systems without the compiled engine, and as the reference. Images are computed in tiles, each
 * with the surroundings that its noise depends on; at the border of the image a tile ends, so that the reflection there is that of the whole
 * image. A single row or column is computed as two equal ones: the neighbour that it lacks is the pixel itself.
 */
final class TorchC2n implements C2nSampler {
    static final int TILE = 256;

    private final C2nSpec spec;
    private final C2nGenerator generator;
    private final Parameters parameters;
    private final Device device;
    private final int threads;
    private final int tile;

    /** @param weights for channels in the order of images */
    TorchC2n(C2nSpec spec, Weights weights, Inference inference, int tile) {
        this.spec = spec;
        this.generator = new C2nGenerator(spec);
        this.device = inference.device();
        this.threads = inference.threads();
        this.tile = tile;
        this.parameters = Scope.keep(() -> Parameters.frozen(spec.slots(), weights, device, DType.FLOAT32));
    }

    @Override
    public float[] noisy(Image clean, C2nFeatures features) {
        float[] output = clean.toArray();
        TileGrid.of(Math.max(2, clean.height()), Math.max(2, clean.width()), 1, tile, tile, generator.radius())
                .forEach(window -> add(noise(clean, features, window), window, clean, output));
        return output;
    }

    private float[] noise(Image clean, C2nFeatures features, TileGrid.Window window) {
        int h = window.height();
        int w = window.width();
        float[] normal = features.planes(features.normal(), window.top(), window.left(), h, w);
        float[] independent = features.planes(features.independent(), window.top(), window.left(), h, w);
        float[] light = cut(clean, window);
        return TensorThreads.with(
                threads,
                () -> Scope.heap(() -> NoGrad.run(() -> {
                    C2nDraws draws = new C2nDraws(
                            tensor(features.style(), 1, spec.styles()),
                            tensor(normal, 1, spec.width(), h, w),
                            tensor(independent, 1, spec.width(), h, w));
                    return generator
                            .noise(parameters, tensor(light, 1, spec.channels(), h, w), draws)
                            .toFloats();
                })));
    }

    private Tensor tensor(float[] values, long... shape) {
        return Tensor.of(values, shape).to(device);
    }

    private static float[] cut(Image image, TileGrid.Window window) {
        int h = window.height();
        int w = window.width();
        float[] values = new float[image.channels() * h * w];
        for (int i = 0; i < values.length; i++) {
            int y = Math.min(window.top() + i / w % h, image.height() - 1);
            int x = Math.min(window.left() + i % w, image.width() - 1);
            values[i] = image.at(i / (h * w), y, x);
        }
        return values;
    }

    /** Adds the tile's part of a window [C,h,w] to an image's values. */
    private void add(float[] noise, TileGrid.Window window, Image image, float[] output) {
        int lastRow = Math.min(image.height(), window.y() + tile);
        int lastColumn = Math.min(image.width(), window.x() + tile);
        for (int c = 0; c < image.channels(); c++) {
            for (int y = window.y(); y < lastRow; y++) {
                int from = (c * window.height() + y - window.top()) * window.width() - window.left();
                int to = (c * image.height() + y) * image.width();
                for (int x = window.x(); x < lastColumn; x++) {
                    output[to + x] += noise[from + x];
                }
            }
        }
    }

    @Override
    public void close() {
        parameters.forEachTensor(Tensor::free);
    }
}

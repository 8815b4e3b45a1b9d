package io.grainflow.network;

import java.util.List;

/** Receptive fields of layers. */
final class ReceptiveField {
    /**
     * How far beyond a tile of whole blocks a layer reads, in pixels of its input, so that its output is correct up to a given number of
     * pixels beyond the tile.
     */
    static final LayerCases<Integer, Integer> CASES = new LayerCases.Builder<Integer, Integer>()
            .on(Layer.Convolution.class, (layer, radius) -> layer.stride() * radius + layer.radius())
            .on(
                    Layer.TransposedConvolution.class,
                    (layer, radius) -> layer.kernel() == 3 ? radius / 2 + 1 : (radius + 1) / 2)
            .onAll(List.of(Layer.MaxPool.class, Layer.SpaceToDepth.class), (layer, radius) -> 2 * radius)
            .onAll(List.of(Layer.Upsample.class, Layer.DepthToSpace.class), (layer, radius) -> (radius + 1) / 2)
            .onAll(
                    List.of(
                            Layer.BatchNorm.class,
                            Layer.ActNorm.class,
                            Layer.LogScale.class,
                            Layer.Relu.class,
                            Layer.LeakyRelu.class,
                            Layer.PRelu.class,
                            Layer.Sigmoid.class,
                            Layer.Tanh.class,
                            Layer.Dropout.class,
                            Layer.Add.class,
                            Layer.Subtract.class,
                            Layer.Multiply.class,
                            Layer.Concat.class,
                            Layer.Slice.class,
                            Layer.Offset.class,
                            Layer.Scale.class,
                            Layer.ToneMap.class),
                    (layer, radius) -> radius)
            .onAll(
                    List.of(
                            GlobalLayer.InstanceNorm.class,
                            GlobalLayer.ImageNorm.class,
                            GlobalLayer.GlobalAverage.class,
                            GlobalLayer.Flatten.class,
                            GlobalLayer.Linear.class),
                    (layer, radius) -> {
                        throw new IllegalArgumentException(
                                "Network cannot be computed in tiles: " + layer + " needs the whole image");
                    })
            .build("ReceptiveField");

    private ReceptiveField() {}
}

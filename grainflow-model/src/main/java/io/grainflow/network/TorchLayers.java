package io.grainflow.network;

import io.grainflow.random.Seed;
import io.grainflow.tensor.Activations;
import io.grainflow.tensor.Dense;
import io.grainflow.tensor.Dropout;
import io.grainflow.tensor.Normalisations;
import io.grainflow.tensor.Resampling;
import io.grainflow.tensor.RunningStatistics;
import io.grainflow.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The computation of each kind of layer on tensors, for {@link TorchLowering}. A result is always a new tensor, never the input itself. */
final class TorchLayers {
    static final LayerCases<Call, Tensor> CASES = cases();

    private TorchLayers() {}

    /**
     * Arguments of a layer's function.
     *
     * @param dropout what becomes of a dropout layer's input in training, or null if there is no rule
     */
    record Call(
            Parameters parameters,
            List<Tensor> inputs,
            Mode mode,
            @Nullable BiFunction<Layer.Dropout, Tensor, Tensor> dropout) {
        Tensor first() {
            return inputs.get(0);
        }

        Tensor second() {
            return inputs.get(1);
        }

        /** The parameter of a name, or null if the layer does not have it. */
        @Nullable
        Tensor parameter(boolean there, String name) {
            return there ? parameters.get(name) : null;
        }
    }

    private static LayerCases<Call, Tensor> cases() {
        return moving(pointwise(global(new LayerCases.Builder<>())))
                .on(
                        Layer.Convolution.class,
                        (layer, call) -> convolved(
                                layer,
                                call.first(),
                                call.parameters().get(layer.weightName()),
                                call.parameter(layer.bias(), layer.biasName())))
                .on(
                        Layer.TransposedConvolution.class,
                        (layer, call) -> call.first()
                                .doubledConv2d(
                                        call.parameters().get(layer.weightName()),
                                        call.parameters().get(layer.biasName())))
                .on(Layer.BatchNorm.class, TorchLayers::batchNormed)
                .on(Layer.ActNorm.class, (norm, call) -> {
                    Tensor shifted =
                            call.first().add(perChannel(call.parameters().get(norm.biasName())));
                    return shifted.mul(
                            perChannel(call.parameters().get(norm.logsName()).exp()));
                })
                .on(
                        Layer.LogScale.class,
                        (scale, call) -> call.first()
                                .mul(perChannel(call.parameters()
                                        .get(scale.logsName())
                                        .mul(scale.factor())
                                        .exp())))
                .build("TorchLayers");
    }

    private static LayerCases.Builder<Call, Tensor> pointwise(LayerCases.Builder<Call, Tensor> cases) {
        return cases.on(Layer.Relu.class, (layer, call) -> call.first().relu())
                .on(Layer.LeakyRelu.class, (leaky, call) -> call.first().leakyRelu(leaky.slope()))
                .on(
                        Layer.PRelu.class,
                        (layer, call) -> Activations.prelu(
                                call.first(), call.parameters().get(layer.slopeName())))
                .on(Layer.Sigmoid.class, (layer, call) -> call.first().sigmoid())
                .on(Layer.Tanh.class, (layer, call) -> call.first().tanh())
                .on(Layer.Dropout.class, TorchLayers::dropped)
                .on(Layer.Add.class, (layer, call) -> call.first().add(call.second()))
                .on(Layer.Subtract.class, (layer, call) -> call.first().sub(call.second()))
                .on(Layer.Multiply.class, (layer, call) -> call.first().mul(call.second()))
                .on(Layer.Offset.class, (offset, call) -> call.first().add(offset.value()))
                .on(Layer.Scale.class, (scale, call) -> call.first().mul(scale.factor()))
                .on(Layer.ToneMap.class, (map, call) -> toneMapped(call.first(), map.channels()));
    }

    private static LayerCases.Builder<Call, Tensor> moving(LayerCases.Builder<Call, Tensor> cases) {
        return cases.on(Layer.MaxPool.class, (layer, call) -> call.first().maxPool2())
                .on(Layer.Upsample.class, (layer, call) -> call.first().upsampleNearest2())
                .on(Layer.SpaceToDepth.class, (layer, call) -> Resampling.spaceToDepth(call.first()))
                .on(Layer.DepthToSpace.class, (layer, call) -> Resampling.depthToSpace(call.first()))
                .on(Layer.Concat.class, (layer, call) -> Tensor.cat(call.inputs(), 1))
                .on(
                        Layer.Slice.class,
                        (slice, call) -> call.first().narrow(1, slice.from(), slice.to() - slice.from()));
    }

    private static LayerCases.Builder<Call, Tensor> global(LayerCases.Builder<Call, Tensor> cases) {
        return cases.on(
                        GlobalLayer.InstanceNorm.class,
                        (norm, call) -> Normalisations.instance(
                                call.first(),
                                call.parameter(norm.affine(), norm.gammaName()),
                                call.parameter(norm.affine(), norm.betaName()),
                                norm.epsilon()))
                .on(GlobalLayer.ImageNorm.class, (norm, call) -> Normalisations.image(call.first(), norm.epsilon()))
                .on(
                        GlobalLayer.GlobalAverage.class,
                        (layer, call) -> call.first().mean(true, 2, 3))
                .on(GlobalLayer.Flatten.class, TorchLayers::flattened)
                .on(GlobalLayer.Linear.class, (layer, call) -> {
                    long samples = call.first().shape()[0];
                    Tensor result = Dense.linear(
                            call.first().reshape(samples, layer.inputs()),
                            call.parameters().get(layer.weightName()),
                            call.parameter(layer.bias(), layer.biasName()));
                    return result.reshape(samples, layer.outputs(), 1, 1);
                });
    }

    /** A layer's convolution with a kernel and bias that may have been scaled. */
    static Tensor convolved(Layer.Convolution layer, Tensor x, Tensor weight, @Nullable Tensor bias) {
        int padding = layer.radius();
        return layer.border() == Layer.Border.REFLECT && padding > 0
                ? x.padReflect(padding, padding, padding, padding).conv2d(weight, bias, layer.stride(), 0)
                : x.conv2d(weight, bias, layer.stride(), padding);
    }

    private static Tensor batchNormed(Layer.BatchNorm norm, Call call) {
        Parameters parameters = call.parameters();
        RunningStatistics statistics = new RunningStatistics(
                parameters.get(norm.meanName()), parameters.get(norm.varianceName()), norm.momentum(), norm.epsilon());
        return call.first()
                .batchNorm(
                        parameters.get(norm.gammaName()),
                        parameters.get(norm.betaName()),
                        statistics,
                        call.mode() == Mode.TRAIN);
    }

    private static Tensor dropped(Layer.Dropout dropout, Call call) {
        Tensor x = call.first();
        if (call.mode() == Mode.EVAL || dropout.rate() == 0) {
            return x.reshape(x.shape());
        }
        BiFunction<Layer.Dropout, Tensor, Tensor> rule = call.dropout();
        if (rule == null) {
            throw new IllegalArgumentException("forward expects a seed in training for " + dropout);
        }
        return rule.apply(dropout, x);
    }

    /** Drops at random; each layer takes the child of its name. */
    static BiFunction<Layer.Dropout, Tensor, Tensor> random(Seed seed) {
        return (dropout, x) -> {
            Seed own = seed.child(dropout.name());
            return dropout.wholeChannels()
                    ? Dropout.channels(x, dropout.rate(), own)
                    : Dropout.elements(x, dropout.rate(), own);
        };
    }

    private static Tensor flattened(GlobalLayer.Flatten layer, Call call) {
        long[] shape = call.first().shape();
        if (shape[2] != layer.height() || shape[3] != layer.width()) {
            throw new IllegalArgumentException(layer + " expects [N,C," + layer.height() + "," + layer.width()
                    + "], got " + Arrays.toString(shape).replace(" ", ""));
        }
        return call.first().reshape(shape[0], shape[1] * shape[2] * shape[3], 1, 1);
    }

    private static Tensor toneMapped(Tensor x, int channels) {
        Tensor light = x.narrow(1, 0, channels).relu();
        Tensor mapped = light.div(light.add(1)).log().mul(1 / 2.2).exp();
        long others = x.shape()[1] - channels;
        return others == 0 ? mapped : Tensor.cat(List.of(mapped, x.narrow(1, channels, others)), 1);
    }

    private static Tensor perChannel(Tensor values) {
        return values.reshape(1, values.shape()[0], 1, 1);
    }
}

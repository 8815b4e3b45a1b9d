package io.grainflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Incompatible layers are reported when the network is built, and dropout depends on the given seed alone. */
final class NetworkErrorsTest {
    @Test
    void layersThatDoNotFitAreTold() {
        Layer average = new GlobalLayer.GlobalAverage();
        Layer linear = new GlobalLayer.Linear("l", 4, 2, false);
        Map<String, Runnable> wrong = new LinkedHashMap<>();
        wrong.put(linear + " expects a vector, got Shape[channels=4, halvings=0, vector=false]", () -> net(linear));
        wrong.put(
                "MaxPool[] expects an image, got Shape[channels=4, halvings=0, vector=true]",
                () -> net(average, new Layer.MaxPool()));
        wrong.put(
                "InstanceNorm[name=n, channels=3, affine=false, epsilon=0.1] expects 3 channels, got 4",
                () -> net(new GlobalLayer.InstanceNorm("n", 3, false, 0.1)));
        wrong.put("Slice[from=2, to=5] expects channels within 0..4", () -> net(new Layer.Slice(2, 5)));
        wrong.put(
                "DepthToSpace[] expects an input that was halved before,"
                        + " got Shape[channels=4, halvings=0, vector=false]",
                () -> net(new Layer.DepthToSpace()));
        wrong.put(
                "Multiply[] expects inputs of equal size and channels, or one channel or a vector as second, got"
                        + " Shape[channels=4, halvings=0, vector=false] and Shape[channels=2, halvings=0, vector=false]",
                () -> new NetworkBuilder(4)
                        .then(new Layer.Slice(0, 2))
                        .add(new Layer.Multiply(), List.of(0, 1))
                        .build());
        wrong.put(
                "Network expects an output of the input's size, got it halved 1 times",
                () -> net(new Layer.Convolution("c", 4, 4, 4, true, 2, Layer.Border.ZERO)));
        wrong.put(
                "Convolution c expects stride 1, or 2 with a kernel of at least 2, got 3 with 3",
                () -> new Layer.Convolution("c", 4, 4, 3, true, 3, Layer.Border.ZERO));
        wrong.put(
                "Convolution c expects at least one input and output and an odd kernel, got 4, 4, 2",
                () -> new Layer.Convolution("c", 4, 4, 2, true));
        wrong.put(
                "TransposedConvolution t expects kernel 2 or 3, got 4",
                () -> new Layer.TransposedConvolution("t", 4, 4, 4));
        wrong.put("Dropout d expects a rate in [0,1), got 1.0", () -> new Layer.Dropout("d", 1, true));
        wrong.put(
                "Network takes images of one size: Flatten[height=2, width=2]",
                () -> net(new GlobalLayer.Flatten(2, 2)).block());
        wrong.put(
                "ConvolutionValues expects stride 1, got Convolution[name=c, inputs=4, outputs=4, kernel=3, bias=true,"
                        + " stride=2, border=ZERO]",
                () -> ConvolutionValues.of(
                        new Layer.Convolution("c", 4, 4, 3, true, 2, Layer.Border.ZERO), Weights.of(Map.of())));
        wrong.forEach((message, call) -> assertThatThrownBy(call::run, message)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message));
    }

    @Test
    void anotherSizeThanAskedIsTold() {
        Network network = net(new GlobalLayer.Flatten(2, 3));
        assertThatThrownBy(() -> forward(network, Mode.EVAL, null))
                .hasMessage("Flatten[height=2, width=3] expects [N,C,2,3], got [1,4,8,8]");
    }

    @Test
    void dropoutIsAFunctionOfTheSeedOfThePass() {
        Network one = net(new Layer.Dropout("first", 0.5, false));
        Network other = net(new Layer.Dropout("second", 0.5, false));
        float[] values = forward(one, Mode.TRAIN, new Seed(1));
        assertThat(forward(one, Mode.TRAIN, new Seed(1))).containsExactly(values);
        assertThat(forward(one, Mode.TRAIN, new Seed(2))).isNotEqualTo(values);
        assertThat(forward(other, Mode.TRAIN, new Seed(1))).isNotEqualTo(values);
        assertThat(forward(one, Mode.EVAL, null)).containsOnly(1);
        assertThat(forward(one, Mode.EVAL, new Seed(1))).containsOnly(1);
        assertThatThrownBy(() -> forward(one, Mode.TRAIN, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("forward expects a seed in training for"
                        + " Dropout[name=first, rate=0.5, wholeChannels=false]");
    }

    private static float[] forward(Network network, Mode mode, @Nullable Seed seed) {
        return Scope.heap(() -> {
            Parameters parameters = Parameters.trainable(network, Weights.of(Map.of()), Device.CPU);
            Tensor ones = Tensor.ones(1, 4, 8, 8);
            return (seed == null
                            ? TorchLowering.forward(network, parameters, ones, mode)
                            : TorchLowering.forward(network, parameters, ones, mode, seed))
                    .toFloats();
        });
    }

    private static Network net(Layer... layers) {
        NetworkBuilder builder = new NetworkBuilder(4);
        for (Layer layer : layers) {
            builder.then(layer);
        }
        return builder.build();
    }
}

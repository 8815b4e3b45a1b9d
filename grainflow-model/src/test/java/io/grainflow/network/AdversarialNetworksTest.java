package io.grainflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Windows;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.inference.ImageGraph;
import io.grainflow.inference.Inference;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.adversarial.PatchCritic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Published generators, critics and encoders as networks: numbers of parameters, and generators in the compiled engine. */
final class AdversarialNetworksTest {
    @Test
    void networksHaveThePublishedNumbersOfParameters() {
        assertThat(count(critic(6, true))).as("NM-FlowGAN's critic").isEqualTo(14_160_969);
        assertThat(count(critic(3, false))).as("NeCA's first critic").isEqualTo(14_145_801);
        assertThat(count(new PatchCritic(3, 32, 64, 3, 3, false).network("")))
                .as("NeCA's second critic")
                .isEqualTo(2_165_001);
        assertThat(count(dropoutUNet(64))).as("NM-FlowGAN's generator").isEqualTo(31_031_875);
        assertThat(count(strideUNet(64))).as("NeCA's generator").isEqualTo(7_790_723);
        assertThat(count(gain(96))).as("NeCA's gain").isEqualTo(263_425);
        assertThat(count(level(96))).as("NeCA's noise level").isEqualTo(42_435);
        assertThat(count(metaEncoder(6))).as("NM-FlowGAN's encoder of captures").isEqualTo(331);
        assertThat(count(mapCritic(64))).as("C2N's critic").isEqualTo(445_512);
    }

    @Test
    void criticsGiveANumberForEachSample() {
        Network critic = critic(6, true);
        assertThat(critic.outputChannels()).isEqualTo(1);
        assertThat(critic.isLocal()).isFalse();
        assertThat(mapCritic(8).isLocal()).isTrue();
        assertThat(mapCritic(8).receptiveRadius()).isEqualTo(14);
    }

    @Test
    void generatorsRunInTheCompiledEngine() {
        for (Network network : List.of(dropoutUNet(6), strideUNet(6))) {
            Weights weights = RandomWeights.of(network.parameters(), new Seed(1));
            Graph graph = NetworkGraph.of(network, weights);
            assertThat(graph.block()).isEqualTo(network.block());
            int height = 7 * network.block();
            int width = 5 * network.block();
            float[] input = Scope.heap(
                    () -> Tensor.randn(new Seed(2), 1, 3, height, width).toFloats());
            float[] expected = Scope.heap(() -> NoGrad.run(() -> TorchLowering.forward(
                            network,
                            Parameters.frozen(network, weights, Device.CPU),
                            Tensor.of(input, 1, 3, height, width),
                            Mode.EVAL)
                    .toFloats()));
            float[] tensors = Scope.heap(() -> NoGrad.run(() -> TorchGraph.run(
                            graph, Map.of(NetworkGraph.INPUT, Tensor.of(input, 1, 3, height, width)))
                    .get(0)
                    .toFloats()));
            assertThat(tensors).containsExactly(expected, within(1e-4f));
            try (Plan plan = Plan.of(graph, 2)) {
                assertThat(Windows.run(plan, graph, height, width, Map.of(NetworkGraph.INPUT, input))
                                .get(0))
                        .containsExactly(expected, within(1e-4f));
            }
        }
    }

    /** Networks with statistics of the image, vectors and mirrored borders, as graphs, compiled and on tensors in double precision. */
    @Test
    void networksOfWholeImagesRunInTheCompiledEngine() {
        for (Network network : List.of(gain(6), level(6), mapCritic(5))) {
            Weights weights = RandomWeights.of(network.parameters(), new Seed(1));
            Graph graph = NetworkGraph.of(network, weights);
            int channels = network.inputChannels();
            float[] input = Scope.heap(
                    () -> Tensor.randn(new Seed(2), 1, channels, 33, 41).toFloats());
            float[] expected = Scope.heap(() -> NoGrad.run(() -> TorchLowering.forward(
                            network,
                            Parameters.frozen(network.parameters(), weights, Device.CPU, DType.FLOAT64),
                            Tensor.of(input, 1, channels, 33, 41).to(DType.FLOAT64),
                            Mode.EVAL)
                    .to(DType.FLOAT32)
                    .toFloats()));
            try (ImageGraph image =
                    ImageGraph.of(graph, Inference.on(Device.CPU).withThreads(2))) {
                Windows.Runner runner = (h, w, source, sink) -> image.run(h, w, 0, source, sink);
                assertThat(Windows.run(runner, graph, 33, 41, Map.of(NetworkGraph.INPUT, input))
                                .get(0))
                        .containsExactly(expected, within(1e-4f));
            }
        }
    }

    /** The meaning of a capture comes from a table; batch normalisations between fully connected layers use their running statistics. */
    @Test
    void encodersOfCapturesBecomeVectors() {
        Network encoder = metaEncoder(3);
        Weights weights = RandomWeights.of(encoder.parameters(), new Seed(1));
        float[][] captures = {new float[10], new float[10]};
        captures[0][3] = 1;
        captures[1][7] = 1;
        GraphBuilder builder = new GraphBuilder();
        int code = NetworkGraph.append(builder, builder.add(new Operation.Table(captures)), encoder, weights);
        Graph graph = builder.output("output", builder.sum(builder.input("input", 3, 0), code))
                .build();
        try (ImageGraph image = ImageGraph.of(graph, Inference.on(Device.CPU).withThreads(1))) {
            for (int row = 0; row < 2; row++) {
                int capture = row;
                float[] expected = Scope.heap(() -> NoGrad.run(() -> TorchLowering.forward(
                                encoder,
                                Parameters.frozen(encoder, weights, Device.CPU),
                                Tensor.of(captures[capture], 1, 10, 1, 1),
                                Mode.EVAL)
                        .toFloats()));
                Windows.Runner runner = (h, w, source, sink) -> image.run(h, w, capture, source, sink);
                float[] got = Windows.run(runner, graph, 2, 2, Map.of("input", new float[12]))
                        .get(0);
                for (int i = 0; i < got.length; i++) {
                    assertThat(got[i]).isCloseTo(expected[i / 4], within(1e-5f));
                }
            }
        }
    }

    /** [N,inputs,96,96] to a number. */
    private static Network critic(int inputs, boolean normalised) {
        return PatchCritic.published(inputs, normalised).network("");
    }

    /** Depth 5, transposed convolutions, dropout of channels on the way up, input added. */
    private static Network dropoutUNet(int width) {
        NetworkBuilder net = new NetworkBuilder(3);
        int[] skips = new int[5];
        for (int i = 0; i < 5; i++) {
            block(net, "down." + i, i == 0 ? 3 : width << (i - 1), width << i);
            skips[i] = net.last();
            if (i < 4) {
                net.then(new Layer.MaxPool());
            }
        }
        for (int i = 3; i >= 0; i--) {
            net.then(new Layer.TransposedConvolution("up." + i, width << (i + 1), width << i, 2));
            net.add(new Layer.Concat(), List.of(net.last(), skips[i]));
            block(net, "right." + i, width << (i + 1), width << i);
            net.then(new Layer.Dropout("drop." + i, 0.15, true));
        }
        net.then(new Layer.Convolution("last", width, 3, 1, true));
        return net.add(new Layer.Add(), List.of(net.last(), NetworkBuilder.INPUT))
                .build();
    }

    /** Four levels, strides on the way down, nearest neighbours on the way up, tanh. */
    private static Network strideUNet(int width) {
        NetworkBuilder net = new NetworkBuilder(3);
        int[] skips = new int[4];
        for (int i = 0; i < 4; i++) {
            int inputs = i == 0 ? 3 : width << (i - 1);
            net.then(new Layer.Convolution(
                            "e." + i + ".0",
                            inputs,
                            width << i,
                            i == 0 ? 7 : 3,
                            true,
                            i == 0 ? 1 : 2,
                            Layer.Border.ZERO))
                    .then(new Layer.Relu())
                    .then(new Layer.Convolution("e." + i + ".2", width << i, width << i, 3, true))
                    .then(new Layer.Relu());
            skips[i] = net.last();
        }
        for (int i = 2; i >= 0; i--) {
            net.then(new Layer.Upsample());
            net.add(new Layer.Concat(), List.of(net.last(), skips[i]));
            block(net, "d." + i, 3 * (width << i), width << i);
        }
        return net.then(new Layer.Convolution("head", width, 3, 1, true))
                .then(new Layer.Tanh())
                .build();
    }

    /** An image to one number, through the mean over its pixels. */
    private static Network gain(int width) {
        NetworkBuilder net = new NetworkBuilder(3)
                .then(new Layer.Convolution("m.0", 3, width, 7, true))
                .then(new Layer.Relu());
        for (int i = 1; i < 4; i++) {
            net.then(new Layer.Convolution("m." + i, width, width, 3, true)).then(new Layer.Relu());
        }
        return net.then(new GlobalLayer.GlobalAverage())
                .then(new Layer.Convolution("linear", width, 1, 1, true))
                .build();
    }

    /** Three channels of an image and one of its gain: features are normalised, multiplied by the gain, and squared at the end. */
    private static Network level(int width) {
        NetworkBuilder net = new NetworkBuilder(4)
                .then(new Layer.Slice(3, 4))
                .add(new Layer.Slice(0, 3), List.of(NetworkBuilder.INPUT))
                .then(new Layer.Convolution("1", 3, width, 7, true, 1, Layer.Border.REFLECT));
        for (int k = 2; k <= 4; k++) {
            net.then(new Layer.Convolution("" + k, width, width, 1, true)).then(new GlobalLayer.ImageNorm(1e-5));
            net.add(new Layer.Multiply(), List.of(net.last(), 1)).then(new Layer.LeakyRelu(0.01));
        }
        net.then(new Layer.Convolution("5", width, 3, 1, true));
        return net.add(new Layer.Multiply(), List.of(net.last(), net.last())).build();
    }

    /** A vector of ten numbers through residual blocks. */
    private static Network metaEncoder(int outputs) {
        NetworkBuilder net = new NetworkBuilder(10)
                .then(new GlobalLayer.Flatten(1, 1))
                .then(new GlobalLayer.Linear("initial", 10, 5, true));
        for (int k = 0; k < 3; k++) {
            int before = net.last();
            for (int i = 0; i < 2; i++) {
                net.then(new Layer.BatchNorm(k + ".norm." + i, 5, 1e-3, 0.1))
                        .then(new Layer.Relu())
                        .then(new GlobalLayer.Linear(k + ".linear." + i, 5, 5, true));
            }
            net.add(new Layer.Add(), List.of(before, net.last()));
        }
        return net.then(new GlobalLayer.Linear("final", 5, outputs, true)).build();
    }

    /** A map of numbers; reflecting borders, residual blocks, learned slopes. */
    private static Network mapCritic(int width) {
        NetworkBuilder net =
                new NetworkBuilder(3).then(reflecting("head", 3, width)).then(new Layer.PRelu("head.slope"));
        for (int k = 0; k < 6; k++) {
            int before = net.last();
            net.then(reflecting(k + ".0", width, width))
                    .then(new Layer.PRelu(k + ".1"))
                    .then(reflecting(k + ".2", width, width));
            net.add(new Layer.Add(), List.of(net.last(), before));
        }
        return net.then(reflecting("tail", width, 1)).build();
    }

    private static Layer reflecting(String name, int inputs, int outputs) {
        return new Layer.Convolution(name, inputs, outputs, 3, true, 1, Layer.Border.REFLECT);
    }

    private static void block(NetworkBuilder net, String name, int inputs, int outputs) {
        net.then(new Layer.Convolution(name + ".0", inputs, outputs, 3, true))
                .then(new Layer.Relu())
                .then(new Layer.Convolution(name + ".2", outputs, outputs, 3, true))
                .then(new Layer.Relu());
    }

    private static long count(Network network) {
        return network.parameters().stream()
                .filter(slot -> slot.role().trained())
                .mapToLong(ParameterSlot::count)
                .sum();
    }
}

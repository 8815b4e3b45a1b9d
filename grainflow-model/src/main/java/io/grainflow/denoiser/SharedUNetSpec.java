package io.grainflow.denoiser;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.model.Citation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import java.util.List;

/**
 * The U-Net that was released with Noise2NoiseFlow (Maleky et al., CVPR 2022): five levels of downsampling, upsampling by transposed
 * convolutions. The four lower levels of the encoder share one set of weights, and so do three levels of the decoder. The output is the
 * restored image. Tensors {@code block1.first}, {@code block1.second}, {@code block2}, {@code block3}, {@code block3.up} and so on, each
 * with {@code .weight} and {@code .bias}.
 *
 * @param channels of the image
 * @param features channels of the encoder
 */
@JsonTypeName("shared-unet")
public record SharedUNetSpec(int channels, int features) implements DenoiserSpec {
    private static final int KERNEL = 3;
    private static final double SLOPE = 0.1;
    private static final int TAIL = 64;
    private static final int LAST = 32;

    public SharedUNetSpec {
        if (channels < 1 || channels > 64 || features < 1 || features > 1024) {
            throw new IllegalArgumentException("shared-unet expects channels in 1..64 and features in 1..1024, got "
                    + channels + " and " + features);
        }
    }

    /** The published shape. */
    public static SharedUNetSpec defaults(int channels) {
        return new SharedUNetSpec(channels, 48);
    }

    @Override
    public Network network() {
        NetworkBuilder net = new NetworkBuilder(channels);
        activated(net, "block1.first", channels, features);
        activated(net, "block1.second", features, features);
        int[] pooled = new int[5];
        pooled[0] = net.then(new Layer.MaxPool()).last();
        for (int level = 1; level < pooled.length; level++) {
            activated(net, "block2", features, features);
            pooled[level] = net.then(new Layer.MaxPool()).last();
        }
        activated(net, "block3", features, features);
        doubled(net, "block3.up", features, pooled[3]);
        int wide = 2 * features;
        raised(net, "block4", wide, wide, pooled[2]);
        raised(net, "block5", wide + features, wide, pooled[1]);
        raised(net, "block5", wide + features, wide, pooled[0]);
        raised(net, "block5", wide + features, wide, NetworkBuilder.INPUT);
        activated(net, "block6.first", wide + channels, TAIL);
        activated(net, "block6.second", TAIL, LAST);
        return net.then(new Layer.Convolution("block6.third", LAST, channels, KERNEL, true))
                .then(new Layer.LeakyRelu(SLOPE))
                .build();
    }

    private static void raised(NetworkBuilder net, String block, int inputs, int outputs, int skip) {
        activated(net, block + ".first", inputs, outputs);
        activated(net, block + ".second", outputs, outputs);
        doubled(net, block + ".up", outputs, skip);
    }

    private static void doubled(NetworkBuilder net, String name, int width, int skip) {
        net.then(new Layer.TransposedConvolution(name, width, width));
        net.add(new Layer.Concat(), List.of(net.last(), skip));
    }

    private static void activated(NetworkBuilder net, String name, int inputs, int outputs) {
        net.then(new Layer.Convolution(name, inputs, outputs, KERNEL, true)).then(new Layer.Relu());
    }

    @Override
    public Citation citation() {
        return new Citation(
                "U-Net of Noise2NoiseFlow",
                "Maleky, Kousha, Brown, Brubaker: Noise2NoiseFlow: Realistic Camera Noise Modeling without Clean Images."
                        + " CVPR 2022",
                "url",
                "https://arxiv.org/abs/2206.01103");
    }
}

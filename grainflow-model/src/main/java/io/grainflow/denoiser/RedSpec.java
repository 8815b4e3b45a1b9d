package io.grainflow.denoiser;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.model.Citation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import java.util.List;

/**
 * RED (Mao, Shen, Yang, NIPS 2016; RED30 with 128 features in Lehtinen et al., Noise2Noise, ICML 2018, table 1): 3x3 convolutions followed
 * by the same number of transposed convolutions, without pooling. Every second feature map is added to its symmetric counterpart before the
 * ReLU, and the input is added to the output. With stride 1 a transposed convolution is a convolution with the kernel rotated by 180
 * degrees, so both are stored as convolutions: {@code conv.I} and {@code deconv.I}, I from 0, with {@code .weight} [out,in,3,3] and {@code
 * .bias} [out]. The positions of the skip connections of RED30 are not published; here they connect every second map, starting from the map
 * before the middle.
 *
 * @param channels of the image
 * @param depth number of convolutions, even
 * @param features channels between the convolutions
 */
@JsonTypeName("red")
public record RedSpec(int channels, int depth, int features) implements DenoiserSpec {
    private static final int KERNEL = 3;

    public RedSpec {
        if (channels < 1
                || channels > 64
                || depth < 4
                || depth > 200
                || depth % 2 != 0
                || features < 1
                || features > 2048) {
            throw new IllegalArgumentException(
                    "red expects channels in 1..64, an even depth in 4..200 and features in 1..2048, got channels "
                            + channels + ", depth " + depth + ", features " + features);
        }
    }

    /** RED30 with 128 features. */
    public static RedSpec defaults(int channels) {
        return new RedSpec(channels, 30, 128);
    }

    @Override
    public Network network() {
        NetworkBuilder net = new NetworkBuilder(channels);
        int half = depth / 2;
        int[] maps = new int[half];
        for (int i = 0; i < half; i++) {
            net.then(new Layer.Convolution("conv." + i, i == 0 ? channels : features, features, KERNEL, true))
                    .then(new Layer.Relu());
            maps[i] = net.last();
        }
        for (int i = 0; i < half; i++) {
            boolean last = i == half - 1;
            net.then(new Layer.Convolution("deconv." + i, features, last ? channels : features, KERNEL, true));
            int mirror = half - 2 - i;
            if (mirror >= 0 && i % 2 == 0) {
                net.add(new Layer.Add(), List.of(net.last(), maps[mirror]));
            }
            if (!last) {
                net.then(new Layer.Relu());
            }
        }
        return net.add(new Layer.Add(), List.of(NetworkBuilder.INPUT, net.last()))
                .build();
    }

    @Override
    public Citation citation() {
        return new Citation(
                "RED",
                "Mao, Shen, Yang: Image Restoration Using Very Deep Convolutional Encoder-Decoder Networks with Symmetric"
                        + " Skip Connections. NIPS 2016",
                "url",
                "https://arxiv.org/abs/1603.09056");
    }
}

package io.grainflow.denoiser;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.model.Citation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import java.util.List;

/**
 * The U-Net of Noise2Noise (Lehtinen et al., ICML 2018, table 2): the output is the restored image, not the noise. The skip connections are
 * the pooled maps; the outermost one is the input. Tensors {@code enc_convI} and {@code dec_convLa}, {@code dec_convLb}, {@code dec_conv1c}
 * with {@code .weight} [out,in,3,3] and {@code .bias} [out].
 *
 * @param channels of the noisy image
 * @param outputs channels of the restored image
 * @param levels how often the size is halved
 * @param features channels of the encoder
 * @param decoderFeatures channels of the decoder
 * @param tailFeatures channels of the third last convolution
 * @param lastFeatures channels of the second last convolution
 * @param range mapping of the image's values before the first convolution
 * @param white the image value that is scaled to 1 before the network
 */
@JsonTypeName("unet")
public record UNetSpec(
        int channels,
        int outputs,
        int levels,
        int features,
        int decoderFeatures,
        int tailFeatures,
        int lastFeatures,
        Range range,
        double white)
        implements DenoiserSpec {
    private static final int KERNEL = 3;
    private static final double SLOPE = 0.1;
    private static final double MIDDLE = 0.5;
    private static final int COLOURS = 3;

    /** The values that the convolutions read. */
    public enum Range {
        /** The values of the image. */
        AS_IS,
        /** 0.5 less than those of the image, and the result 0.5 more: [0,1] becomes [-0.5,0.5], so that padding is mid-grey. */
        CENTRED,
        /**
         * For renders: the first three channels are unbounded linear radiance, which is tone-mapped ({@link Layer.ToneMap}); the other
         * channels (albedo, normal) are not changed. The output is linear radiance.
         */
        LIGHT
    }

    public UNetSpec {
        if (channels < 1 || channels > 64 || outputs < 1 || outputs > channels || levels < 1 || levels > 8) {
            throw new IllegalArgumentException(
                    "unet expects channels in 1..64, outputs in 1..channels and levels in 1..8, got channels "
                            + channels + ", outputs " + outputs + ", levels " + levels);
        }
        int least = Math.min(Math.min(features, decoderFeatures), Math.min(tailFeatures, lastFeatures));
        int most = Math.max(Math.max(features, decoderFeatures), Math.max(tailFeatures, lastFeatures));
        if (least < 1 || most > 2048) {
            throw new IllegalArgumentException("unet expects features in 1..2048, got " + least + " to " + most);
        }
        if (!(white > 0 && white <= 1e30)) {
            throw new IllegalArgumentException("unet expects a positive white, got " + white);
        }
        if (range == Range.LIGHT && channels < COLOURS) {
            throw new IllegalArgumentException("unet expects three or more channels for light, got " + channels);
        }
    }

    /** The published shape. */
    public static UNetSpec defaults(int channels) {
        return new UNetSpec(channels, channels, 5, 48, 96, 64, 32, Range.CENTRED, 1);
    }

    /** The published shape for renders: colour and auxiliary channels in, colour out. */
    public static UNetSpec ofLight(int channels) {
        return new UNetSpec(channels, COLOURS, 5, 48, 96, 64, 32, Range.LIGHT, 1);
    }

    @Override
    public Network network() {
        NetworkBuilder net = new NetworkBuilder(channels);
        begin(net);
        int[] skips = down(net);
        int width = up(net, skips);
        activated(net, "dec_conv1a", width, tailFeatures);
        activated(net, "dec_conv1b", tailFeatures, lastFeatures);
        net.then(new Layer.Convolution("dec_conv1c", lastFeatures, outputs, KERNEL, true));
        if (range != Range.AS_IS) {
            net.then(new Layer.Offset(MIDDLE));
        }
        if (white != 1) {
            net.then(new Layer.Scale(white));
        }
        return net.build();
    }

    /** From the image's values to those that the convolutions read. */
    private void begin(NetworkBuilder net) {
        if (white != 1) {
            net.then(new Layer.Scale(1 / white));
        }
        if (range == Range.LIGHT) {
            net.then(new Layer.ToneMap(COLOURS));
        }
        if (range != Range.AS_IS) {
            net.then(new Layer.Offset(-MIDDLE));
        }
    }

    /** The encoder. Returns the values that the decoder concatenates, the input first. */
    private int[] down(NetworkBuilder net) {
        int[] skips = new int[levels];
        skips[0] = net.last();
        activated(net, "enc_conv0", channels, features);
        for (int level = 1; level <= levels; level++) {
            activated(net, "enc_conv" + level, features, features);
            net.then(new Layer.MaxPool());
            if (level < levels) {
                skips[level] = net.last();
            }
        }
        activated(net, "enc_conv" + (levels + 1), features, features);
        return skips;
    }

    /** The decoder, up to the size of the input, which is concatenated last. Returns the number of channels. */
    private int up(NetworkBuilder net, int[] skips) {
        int width = features;
        for (int level = levels; level > 1; level--) {
            width = joined(net, skips[level - 1], width, features);
            activated(net, "dec_conv" + level + "a", width, decoderFeatures);
            activated(net, "dec_conv" + level + "b", decoderFeatures, decoderFeatures);
            width = decoderFeatures;
        }
        return joined(net, skips[0], width, channels);
    }

    private static void activated(NetworkBuilder net, String name, int inputs, int outputs) {
        net.then(new Layer.Convolution(name, inputs, outputs, KERNEL, true)).then(new Layer.LeakyRelu(SLOPE));
    }

    /** Upsamples the latest value and concatenates a skip connection. Returns the number of channels of both. */
    private static int joined(NetworkBuilder net, int skip, int width, int skipWidth) {
        net.then(new Layer.Upsample());
        net.add(new Layer.Concat(), List.of(net.last(), skip));
        return width + skipWidth;
    }

    @Override
    public Citation citation() {
        return new Citation(
                "U-Net of Noise2Noise",
                "Lehtinen, Munkberg, Hasselgren, Laine, Karras, Aittala, Aila: Noise2Noise: Learning Image Restoration without"
                        + " Clean Data. ICML 2018",
                "url",
                "https://proceedings.mlr.press/v80/lehtinen18a.html");
    }
}

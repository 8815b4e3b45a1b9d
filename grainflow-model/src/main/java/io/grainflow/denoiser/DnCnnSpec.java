package io.grainflow.denoiser;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.model.Citation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import java.util.List;

/**
 * DnCNN (Zhang, Zuo, Chen, Meng, Zhang, IEEE Trans. Image Processing 26(7), 2017): 3x3 convolutions predict the noise, which is subtracted
 * from the input. Tensors {@code conv.I.weight} [out,in,3,3], {@code conv.I.bias} [out], and {@code bn.I.*} after convolution I, I from 0.
 *
 * @param channels of the image
 * @param depth number of convolutions, at least 2
 * @param features channels between the convolutions
 * @param batchNorm whether the inner convolutions are normalised
 * @param biases which convolutions have a bias
 * @param batchNormEpsilon added to the variance
 * @param batchNormMomentum weight of the new batch's statistics in the running ones (PyTorch's sense)
 */
@JsonTypeName("dncnn")
public record DnCnnSpec(
        int channels,
        int depth,
        int features,
        boolean batchNorm,
        Biases biases,
        double batchNormEpsilon,
        double batchNormMomentum)
        implements DenoiserSpec {
    private static final int KERNEL = 3;

    /** Which convolutions have a bias. */
    public enum Biases {
        /** Only the first: a convolution that is followed by a normalisation needs none (the authors' training code). */
        FIRST,
        /** All convolutions (released files with folded normalisation). */
        ALL
    }

    public DnCnnSpec {
        if (channels < 1 || channels > 64 || depth < 2 || depth > 200 || features < 1 || features > 2048) {
            throw new IllegalArgumentException(
                    "dncnn expects channels in 1..64, depth in 2..200 and features in 1..2048," + " got channels "
                            + channels + ", depth " + depth + ", features " + features);
        }
        if (!(batchNormEpsilon > 0 && batchNormEpsilon <= 1 && batchNormMomentum > 0 && batchNormMomentum <= 1)) {
            throw new IllegalArgumentException("dncnn expects batchNormEpsilon and batchNormMomentum in (0,1], got "
                    + batchNormEpsilon + " and " + batchNormMomentum);
        }
    }

    /**
     * The published shape: 17 layers for grey, 20 for more channels, 64 features. The momentum of the running statistics is 0.1; with the
     * 0.95 of the authors' code, validation varies more.
     */
    public static DnCnnSpec defaults(int channels) {
        return new DnCnnSpec(channels, channels == 1 ? 17 : 20, 64, true, Biases.FIRST, 1e-4, 0.1);
    }

    @Override
    public Network network() {
        NetworkBuilder net = new NetworkBuilder(channels);
        for (int i = 0; i < depth; i++) {
            boolean first = i == 0;
            boolean last = i == depth - 1;
            net.then(new Layer.Convolution(
                    "conv." + i,
                    first ? channels : features,
                    last ? channels : features,
                    KERNEL,
                    first || biases == Biases.ALL));
            if (batchNorm && !first && !last) {
                net.then(new Layer.BatchNorm("bn." + i, features, batchNormEpsilon, batchNormMomentum));
            }
            if (!last) {
                net.then(new Layer.Relu());
            }
        }
        return net.add(new Layer.Subtract(), List.of(NetworkBuilder.INPUT, net.last()))
                .build();
    }

    @Override
    public Citation citation() {
        return new Citation(
                "DnCNN",
                "Zhang, Zuo, Chen, Meng, Zhang: Beyond a Gaussian Denoiser: Residual Learning of Deep CNN for Image"
                        + " Denoising. IEEE Transactions on Image Processing 26(7), 2017",
                "doi",
                "10.1109/TIP.2017.2662206");
    }
}

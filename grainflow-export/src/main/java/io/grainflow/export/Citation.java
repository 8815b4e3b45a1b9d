package io.grainflow.export;

import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.DnCnnSpec;
import io.grainflow.model.RedSpec;
import io.grainflow.model.SharedUNetSpec;

/**
 * The paper of a network.
 *
 * @param network its name
 * @param key {@code doi} or {@code url}
 * @param reference the paper's DOI or address
 */
record Citation(String network, String text, String key, String reference) {
    /** The paper of a denoiser's network. */
    static Citation of(DenoiserSpec spec) {
        if (spec instanceof DnCnnSpec) {
            return new Citation(
                    "DnCNN",
                    "Zhang, Zuo, Chen, Meng, Zhang: Beyond a Gaussian Denoiser: Residual Learning of Deep CNN for Image"
                            + " Denoising. IEEE Transactions on Image Processing 26(7), 2017",
                    "doi",
                    "10.1109/TIP.2017.2662206");
        }
        if (spec instanceof RedSpec) {
            return new Citation(
                    "RED",
                    "Mao, Shen, Yang: Image Restoration Using Very Deep Convolutional Encoder-Decoder Networks with Symmetric"
                            + " Skip Connections. NIPS 2016",
                    "url",
                    "https://arxiv.org/abs/1603.09056");
        }
        if (spec instanceof SharedUNetSpec) {
            return new Citation(
                    "U-Net of Noise2NoiseFlow",
                    "Maleky, Kousha, Brown, Brubaker: Noise2NoiseFlow: Realistic Camera Noise Modeling without Clean Images."
                            + " CVPR 2022",
                    "url",
                    "https://arxiv.org/abs/2206.01103");
        }
        return new Citation(
                "U-Net of Noise2Noise",
                "Lehtinen, Munkberg, Hasselgren, Laine, Karras, Aittala, Aila: Noise2Noise: Learning Image Restoration without"
                        + " Clean Data. ICML 2018",
                "url",
                "https://proceedings.mlr.press/v80/lehtinen18a.html");
    }
}

package io.grainflow.denoiser;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.model.Citation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.mri.KSpaceSampling;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import java.util.Optional;

/**
 * Noise2Noise for magnetic resonance (Lehtinen et al., ICML 2018, section 3.4): a U-Net for slices with undersampled k-space. The measured
 * frequencies are put back into its output.
 *
 * @param unet the network, with one channel
 * @param edge probability of a frequency at the edge of k-space to be measured, see {@link KSpaceSampling}
 */
@JsonTypeName("mri-unet")
public record MriSpec(UNetSpec unet, double edge) implements DenoiserSpec {
    public MriSpec {
        if (unet.channels() != 1) {
            throw new IllegalArgumentException("mri-unet expects slices of one channel, got " + unet.channels());
        }
        new KSpaceSampling(edge);
    }

    @Override
    public int channels() {
        return unet.channels();
    }

    @Override
    public Network network() {
        return unet.network();
    }

    /** The sampling that degrades slices. */
    public KSpaceSampling sampling() {
        return new KSpaceSampling(edge);
    }

    @Override
    public boolean wholeSlices() {
        return true;
    }

    @Override
    public Optional<String> restores() {
        return Optional.of(sampling().toString());
    }

    /** The domain of degraded slices does not matter, as long as white is 1. */
    @Override
    public TrainedDenoiser build(Weights weights, PixelDomain domain, Inference inference) {
        return MriDenoiser.of(network(), weights, sampling(), inference);
    }

    @Override
    public Citation citation() {
        return unet.citation();
    }

    @Override
    public boolean networkRestoresAlone() {
        return false;
    }

    @Override
    public String meaning() {
        return "the network alone of a denoiser of sampled k-space: its input is the degraded slice at the top left of a black"
                + " plane; Grainflow then puts the measured frequencies back into the spectrum of its output, which this file"
                + " does not";
    }
}

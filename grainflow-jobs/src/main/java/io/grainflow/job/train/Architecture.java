package io.grainflow.job.train;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.RedSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.problem.InputException;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.TrainPlan;
import java.util.Locale;
import java.util.Map;

/** Networks that can be trained to denoise. */
public enum Architecture {
    /** DnCNN: predicts the noise at full resolution. */
    DNCNN {
        @Override
        DenoiserSpec defaults(int channels, PixelDomain domain) {
            return DnCnnSpec.defaults(channels);
        }

        @Override
        TrainPlan plan() {
            return TrainPlan.defaults();
        }
    },
    /** The U-Net of Noise2Noise: predicts the clean image. */
    UNET {
        @Override
        DenoiserSpec defaults(int channels, PixelDomain domain) {
            return domain == PixelDomain.LINEAR && channels >= COLOURS
                    ? UNetSpec.ofLight(channels)
                    : UNetSpec.defaults(channels);
        }
    },
    /** RED30 with 128 features. */
    RED30 {
        @Override
        DenoiserSpec defaults(int channels, PixelDomain domain) {
            return RedSpec.defaults(channels);
        }
    };

    private static final int COLOURS = 3;
    private static final int MOST_RESTORED = 4;

    /** The published architecture for such images. */
    abstract DenoiserSpec defaults(int channels, PixelDomain domain);

    /** The default training plan for a few processor cores: Noise2Noise's optimiser on smaller crops. */
    TrainPlan plan() {
        return RecordSettings.with(
                TrainPlan.defaults(),
                Map.of(
                        "batchSize", "4",
                        "patchSize", "64",
                        "learningRate", "2e-3",
                        "beta2", "0.99",
                        "gradientClip", "0.3"));
    }

    /** The training plan for whole slices of magnetic resonance images: at the published rate and schedule, a quarter of the published batch. */
    TrainPlan slicePlan() {
        return RecordSettings.with(plan(), Map.of("learningRate", "1e-3", "schedule", "mri", "warmUpSteps", "0"));
    }

    /** @throws InputException if the images have channels that only help to restore others, and the network restores all */
    void requireChannels(int channels) {
        if (this != UNET && channels > MOST_RESTORED) {
            throw new InputException(
                    "network " + word(),
                    "restores all " + channels + " channels, also albedo and normals",
                    "take unet for renders");
        }
    }

    /** The name in options and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

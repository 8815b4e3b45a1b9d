package io.grainflow.neca;

import io.grainflow.image.Image;
import io.grainflow.inference.TileGrid;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/** The last step of sampling, which both forms share: independent noise of given levels, made correlated and added to an image. */
final class NecaSampler {
    private final int channels;
    private final NecaEngine engine;

    NecaSampler(int channels, NecaEngine engine) {
        this.channels = channels;
        this.engine = engine;
    }

    /**
     * A noisy image. The noise is reflected at the right and at the bottom to whole blocks of the correlation network.
     *
     * @param level of every value, [C,H,W]; it is overwritten
     * @param temperature factor on the independent noise
     */
    Image noisy(int set, Image clean, float[] level, double temperature, Seed seed) {
        RandomField latent = new RandomField(seed.child("latent"));
        for (int i = 0; i < level.length; i++) {
            level[i] *= (float) (temperature * latent.normal(i));
        }
        Image independent = Image.adopt(clean.domain(), clean.height(), clean.width(), level);
        float[] noise = new float[clean.size()];
        TileGrid grid = TileGrid.of(
                clean.height(), clean.width(), NecaNetworks.BLOCK, Integer.MAX_VALUE / 2, Integer.MAX_VALUE / 2, 0);
        grid.forEach(whole -> whole.paste(
                engine.correlated(set, whole.cut(independent), whole.height(), whole.width()), clean, noise));
        float[] original = clean.toArray();
        for (int i = 0; i < noise.length; i++) {
            noise[i] += original[i];
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), noise);
    }

    void require(Image image) {
        if (image.channels() != channels) {
            throw new InputException(
                    "image",
                    "has " + image.channels() + " channel" + (image.channels() == 1 ? "" : "s")
                            + ", the noise model was made for " + channels,
                    "use a noise model for such images");
        }
    }
}

package io.grainflow.model;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;

/**
 * A trained network as a denoiser of images of any size in bounded memory: the image is cut into tiles, each computed with
 * so much around it as an output pixel sees, so that the result does not depend on the tiles. Safe for several threads,
 * which wait for one another: one call uses all threads of the library.
 */
public final class LearnedDenoiser implements Denoiser {
    /** Largest side of a tile without its surroundings: no slower than whole images, at some 100 MB. */
    static final int TILE = 320;

    private final InferenceEngine engine;
    private final PixelDomain domain;
    private final int channels;
    private final int radius;
    private final int tile;

    LearnedDenoiser(InferenceEngine engine, Network network, PixelDomain domain, int tile) {
        this.engine = engine;
        this.domain = domain;
        this.channels = network.inputChannels();
        this.radius = network.receptiveRadius();
        this.tile = tile;
    }

    /** A denoiser of a network whose output is the restored image. */
    public static LearnedDenoiser of(Network network, Weights weights, PixelDomain domain, Device device) {
        FoldedNetwork folded = FoldedNetwork.of(network, weights);
        return new LearnedDenoiser(new TorchEngine(folded, device), folded.network(), domain, TILE);
    }

    public int channels() {
        return channels;
    }

    public PixelDomain domain() {
        return domain;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if the image has other channels or another domain than the network was made for
     */
    @Override
    public Image denoise(Image noisy) {
        if (noisy.channels() != channels) {
            throw new InputException(
                    "image",
                    "has " + noisy.channels() + " channel" + (noisy.channels() == 1 ? "" : "s")
                            + ", the denoiser was made for " + channels,
                    "use a denoiser for such images");
        }
        if (noisy.domain() != domain) {
            throw new InputException(
                    "image",
                    "is " + noisy.domain() + ", the denoiser was made for " + domain,
                    "use a denoiser for such images");
        }
        int height = noisy.height();
        int width = noisy.width();
        float[] output = new float[noisy.size()];
        int rows = (height + tile - 1) / tile;
        int columns = (width + tile - 1) / tile;
        for (int row = 0; row < rows; row++) {
            Span vertical = Span.of(row, rows, height, radius);
            for (int column = 0; column < columns; column++) {
                restore(noisy, vertical, Span.of(column, columns, width, radius), output);
            }
        }
        return Image.adopt(domain, height, width, output);
    }

    private void restore(Image noisy, Span vertical, Span horizontal, float[] output) {
        int windowHeight = vertical.windowLength();
        int windowWidth = horizontal.windowLength();
        float[] window = noisy.crop(vertical.windowStart(), horizontal.windowStart(), windowHeight, windowWidth)
                .toArray();
        float[] restored;
        synchronized (engine) {
            restored = engine.run(window, channels, windowHeight, windowWidth);
        }
        for (int c = 0; c < channels; c++) {
            for (int y = vertical.start(); y < vertical.end(); y++) {
                int from = (c * windowHeight + y - vertical.windowStart()) * windowWidth
                        + horizontal.start()
                        - horizontal.windowStart();
                int to = (c * noisy.height() + y) * noisy.width() + horizontal.start();
                System.arraycopy(restored, from, output, to, horizontal.end() - horizontal.start());
            }
        }
    }

    /** Part of an axis that a tile gives, [start, end), and the window that it needs, which ends at the image. */
    private record Span(int start, int end, int windowStart, int windowEnd) {
        static Span of(int index, int count, int length, int radius) {
            int start = (int) ((long) index * length / count);
            int end = (int) ((index + 1L) * length / count);
            return new Span(start, end, Math.max(0, start - radius), Math.min(length, end + radius));
        }

        int windowLength() {
            return windowEnd - windowStart;
        }
    }
}

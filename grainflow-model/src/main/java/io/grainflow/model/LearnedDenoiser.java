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
    private final int outputs;
    private final int block;
    private final int radius;
    private final int tile;

    LearnedDenoiser(InferenceEngine engine, Network network, PixelDomain domain, int tile) {
        this.engine = engine;
        this.domain = domain;
        this.channels = network.inputChannels();
        this.outputs = network.outputChannels();
        this.block = network.block();
        this.radius = wholeBlocks(network.receptiveRadius());
        this.tile = wholeBlocks(tile);
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
        float[] output = new float[Math.multiplyExact(outputs, height * width)];
        int rows = (height + tile - 1) / tile;
        int columns = (width + tile - 1) / tile;
        for (int row = 0; row < rows; row++) {
            Span vertical = span(row, rows, height);
            for (int column = 0; column < columns; column++) {
                restore(noisy, vertical, span(column, columns, width), output);
            }
        }
        return Image.adopt(domain, height, width, output);
    }

    /** Tiles begin at whole blocks, so that pooling joins the same pixels as in the whole image. */
    private Span span(int index, int count, int length) {
        int blocks = wholeBlocks(length) / block;
        int start = (int) ((long) index * blocks / count) * block;
        int end = (int) ((index + 1L) * blocks / count) * block;
        return new Span(
                start,
                Math.min(end, length),
                Math.max(0, start - radius),
                Math.min(blocks * block, end + radius),
                length);
    }

    private int wholeBlocks(int length) {
        return (length + block - 1) / block * block;
    }

    private void restore(Image noisy, Span vertical, Span horizontal, float[] output) {
        int windowHeight = vertical.windowLength();
        int windowWidth = horizontal.windowLength();
        float[] restored;
        float[] window = window(noisy, vertical, horizontal);
        synchronized (engine) {
            restored = engine.run(window, channels, windowHeight, windowWidth);
        }
        for (int c = 0; c < outputs; c++) {
            for (int y = vertical.start(); y < vertical.end(); y++) {
                int from = (c * windowHeight + y - vertical.windowStart()) * windowWidth
                        + horizontal.start()
                        - horizontal.windowStart();
                int to = (c * noisy.height() + y) * noisy.width() + horizontal.start();
                System.arraycopy(restored, from, output, to, horizontal.end() - horizontal.start());
            }
        }
    }

    private float[] window(Image noisy, Span vertical, Span horizontal) {
        float[] values = new float[channels * vertical.windowLength() * horizontal.windowLength()];
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = vertical.windowStart(); y < vertical.windowEnd(); y++) {
                int row = vertical.mirrored(y);
                for (int x = horizontal.windowStart(); x < horizontal.windowEnd(); x++) {
                    values[at++] = noisy.at(c, row, horizontal.mirrored(x));
                }
            }
        }
        return values;
    }

    /**
     * Part of an axis that a tile gives, [start, end), and the window that it needs, which ends at the image or at the whole
     * block behind it.
     */
    private record Span(int start, int end, int windowStart, int windowEnd, int length) {
        int windowLength() {
            return windowEnd - windowStart;
        }

        /** Reflection about the last pixel, which is not repeated, as often as needed. */
        int mirrored(int index) {
            return Reflection.of(index, length);
        }
    }
}

package io.grainflow.inference;

import io.grainflow.denoise.LocalDenoiser;
import io.grainflow.denoise.RowDenoiser;
import io.grainflow.engine.Precision;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Progress;

/**
 * A trained network as a denoiser of images of any size in bounded memory: the image is cut into windows, each computed together with
 * surroundings as wide as the receptive radius, so that the result does not depend on the windows. Thread-safe.
 */
public final class LearnedDenoiser implements TrainedDenoiser, LocalDenoiser, RowDenoiser {
    private final InferenceEngine engine;
    private final PixelDomain domain;
    private final int channels;
    private final int outputs;
    private final int block;
    private final int reach;

    LearnedDenoiser(InferenceEngine engine, Network network, PixelDomain domain) {
        this.engine = engine;
        this.domain = domain;
        this.channels = network.inputChannels();
        this.outputs = network.outputChannels();
        this.block = network.block();
        this.reach = wholeBlocks(network.receptiveRadius());
    }

    /** A denoiser of a network whose output is the restored image. */
    public static LearnedDenoiser of(Network network, Weights weights, PixelDomain domain, Inference inference) {
        return new LearnedDenoiser(Engines.of(network, weights, inference), network, domain);
    }

    public int channels() {
        return channels;
    }

    public PixelDomain domain() {
        return domain;
    }

    @Override
    public int reach() {
        return reach;
    }

    @Override
    public int block() {
        return block;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if the image has other channels or another domain than the network was made for
     */
    @Override
    public Image denoise(Image noisy) {
        return denoise(noisy, Progress.silent());
    }

    /** {@inheritDoc} */
    @Override
    public Image denoise(Image noisy, Progress progress) {
        requireSuited(noisy);
        int height = noisy.height();
        int width = noisy.width();
        float[] output = new float[Math.multiplyExact(outputs, height * width)];
        int rows = count(height, engine.mostRows());
        int columns = count(width, engine.mostColumns());
        progress.advanced(0);
        for (int row = 0; row < rows; row++) {
            Span vertical = span(row, rows, height);
            for (int column = 0; column < columns; column++) {
                int window = row * columns + column;
                Progress part = progress.part((double) window / (rows * columns), (window + 1.0) / (rows * columns));
                restore(noisy, vertical, span(column, columns, width), output, part);
            }
        }
        return Image.adopt(domain, height, width, output);
    }

    private void requireSuited(Image noisy) {
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
    }

    /**
     * {@inheritDoc} The height must be a multiple of the network's block: padding by reflection would need rows that are no longer in
     * memory.
     */
    @Override
    public boolean takesRows(int given, int height, int width) {
        return domain == PixelDomain.SRGB
                && given == channels
                && outputs == channels
                && height % block == 0
                && engine.takesRows(wholeBlocks(width));
    }

    @Override
    public void denoise(int height, int width, Rows source, Rows target) {
        int padded = wholeBlocks(width);
        engine.run(
                height,
                padded,
                (input, from, rows, values) -> {
                    source.of(from, rows, values);
                    spread(values, rows, width, padded);
                },
                (result, from, rows, values) -> {
                    for (int y = 1; y < rows && padded > width; y++) {
                        System.arraycopy(values, y * padded * outputs, values, y * width * outputs, width * outputs);
                    }
                    target.of(from, rows, values);
                });
    }

    /** Moves rows to their place in wider rows, starting with the last one, and fills the missing columns by reflection. */
    private void spread(float[] values, int rows, int width, int padded) {
        for (int y = rows - 1; y >= 0 && padded > width; y--) {
            System.arraycopy(values, y * width * channels, values, y * padded * channels, width * channels);
            for (int x = width; x < padded; x++) {
                int from = (y * padded + Reflection.of(x, width)) * channels;
                System.arraycopy(values, from, values, (y * padded + x) * channels, channels);
            }
        }
    }

    /** The number of parts into which an axis is cut, so that no part with its surroundings exceeds the largest length. */
    private int count(int length, int most) {
        int inside = Math.max(block, (most - 2 * reach) / block * block);
        return wholeBlocks(length) <= most ? 1 : (wholeBlocks(length) + inside - 1) / inside;
    }

    /** Windows begin at whole blocks, so that pooling combines the same pixels as in the whole image. */
    private Span span(int index, int count, int length) {
        int blocks = wholeBlocks(length) / block;
        int start = (int) ((long) index * blocks / count) * block;
        int end = (int) ((index + 1L) * blocks / count) * block;
        return new Span(
                start,
                Math.min(end, length),
                Math.max(0, start - reach),
                Math.min(blocks * block, end + reach),
                length);
    }

    private int wholeBlocks(int length) {
        return (length + block - 1) / block * block;
    }

    private void restore(Image noisy, Span vertical, Span horizontal, float[] output, Progress progress) {
        engine.run(
                vertical.windowLength(),
                horizontal.windowLength(),
                (input, from, rows, values) -> window(noisy, vertical, horizontal, from, rows, values),
                (result, from, rows, values) -> {
                    progress.advanced((double) from / vertical.windowLength());
                    for (int y = 0; y < rows; y++) {
                        int row = vertical.windowStart() + from + y;
                        if (row >= vertical.start() && row < vertical.end()) {
                            paste(values, y, horizontal, output, row * noisy.width(), noisy.height() * noisy.width());
                        }
                    }
                });
    }

    /** Rows of a window with the channels innermost. */
    private void window(Image noisy, Span vertical, Span horizontal, int from, int rows, float[] values) {
        int at = 0;
        for (int y = from; y < from + rows; y++) {
            int row = vertical.mirrored(vertical.windowStart() + y);
            for (int x = horizontal.windowStart(); x < horizontal.windowEnd(); x++) {
                int column = horizontal.mirrored(x);
                for (int c = 0; c < channels; c++) {
                    values[at++] = noisy.at(c, row, column);
                }
            }
        }
    }

    /** Writes the tile's part of a window's row into planes. */
    private void paste(float[] values, int row, Span horizontal, float[] output, int start, int plane) {
        int at = (row * horizontal.windowLength() + horizontal.start() - horizontal.windowStart()) * outputs;
        for (int x = horizontal.start(); x < horizontal.end(); x++) {
            for (int c = 0; c < outputs; c++) {
                output[c * plane + start + x] = values[at++];
            }
        }
    }

    @Override
    public Precision precision() {
        return engine.precision();
    }

    @Override
    public void close() {
        engine.close();
    }

    /**
     * The part [start, end) of an axis that a tile computes, and the window that it needs. The window ends at the end of the image or at
     * the next whole block.
     */
    private record Span(int start, int end, int windowStart, int windowEnd, int length) {
        int windowLength() {
            return windowEnd - windowStart;
        }

        /** Repeated reflection about the last pixel, which is not duplicated. */
        int mirrored(int index) {
            return Reflection.of(index, length);
        }
    }
}

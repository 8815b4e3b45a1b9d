package io.grainflow.job.denoise;

import io.grainflow.denoise.LocalDenoiser;
import io.grainflow.image.Image;

/**
 * Half the mean of a pixel's block and half the mean of the pixels around it: depends on where blocks begin, and on every
 * pixel within reach. The same sums in the same order for any part of an image, so the same bits.
 *
 * @param around pixels to each side
 */
record BlockMeans(int block, int around) implements LocalDenoiser {
    @Override
    public int reach() {
        return Math.max(around, block - 1);
    }

    @Override
    public Image denoise(Image noisy) {
        int height = noisy.height();
        int width = noisy.width();
        float[] values = new float[noisy.size()];
        int at = 0;
        for (int c = 0; c < noisy.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int top = y / block * block;
                    int left = x / block * block;
                    values[at++] = 0.5f * mean(noisy, c, top, left, top + block, left + block)
                            + 0.5f * mean(noisy, c, y - around, x - around, y + around + 1, x + around + 1);
                }
            }
        }
        return Image.adopt(noisy.domain(), height, width, values);
    }

    private static float mean(Image image, int channel, int top, int left, int bottom, int right) {
        float sum = 0;
        int count = 0;
        for (int y = Math.max(0, top); y < Math.min(image.height(), bottom); y++) {
            for (int x = Math.max(0, left); x < Math.min(image.width(), right); x++) {
                sum += image.at(channel, y, x);
                count++;
            }
        }
        return sum / count;
    }
}

package io.grainflow.denoise.classical;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;

/**
 * Hard thresholding of overlapping 8x8 cosine transforms, each channel separately (Yu, Sapiro, "DCT image denoising", IPOL 2011). It needs
 * no training, only the standard deviation of the noise.
 *
 * @param sigma of the noise, white = 1, not negative
 */
public record SlidingDct(double sigma) implements Denoiser {
    private static final int SIDE = 8;
    private static final double THRESHOLD = 2.7;
    private static final float[][] COSINES = cosines();

    public SlidingDct {
        if (!(sigma >= 0)) {
            throw new IllegalArgumentException("SlidingDct expects a sigma of at least 0, got " + sigma);
        }
    }

    @Override
    public Image denoise(Image noisy) {
        int height = noisy.height();
        int width = noisy.width();
        if (height < SIDE || width < SIDE || sigma == 0) {
            return noisy;
        }
        int plane = height * width;
        float[] values = noisy.toArray();
        float[] sums = new float[values.length];
        float[] weights = new float[values.length];
        float[] block = new float[SIDE * SIDE];
        float[] scratch = new float[SIDE * SIDE];
        for (int c = 0; c < noisy.channels(); c++) {
            for (int y = 0; y <= height - SIDE; y += step(y, height)) {
                for (int x = 0; x <= width - SIDE; x += step(x, width)) {
                    int origin = c * plane + y * width + x;
                    cut(values, origin, width, block);
                    transform(block, scratch, false);
                    float weight = 1f / threshold(block);
                    transform(block, scratch, true);
                    paste(block, weight, origin, width, sums, weights);
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= weights[i];
        }
        return Image.adopt(noisy.domain(), height, width, sums);
    }

    /** Step to the next block position: every second position, and always the last one. */
    private static int step(int at, int length) {
        return at + 2 > length - SIDE ? 1 : 2;
    }

    private static void cut(float[] values, int origin, int width, float[] block) {
        for (int row = 0; row < SIDE; row++) {
            System.arraycopy(values, origin + row * width, block, row * SIDE, SIDE);
        }
    }

    private static void paste(float[] block, float weight, int origin, int width, float[] sums, float[] weights) {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int at = origin + row * width + column;
                sums[at] += weight * block[row * SIDE + column];
                weights[at] += weight;
            }
        }
    }

    /** Sets small coefficients except the mean to zero and returns the number of nonzero ones. */
    private int threshold(float[] block) {
        int kept = 1;
        for (int i = 1; i < block.length; i++) {
            if (Math.abs(block[i]) < THRESHOLD * sigma) {
                block[i] = 0;
            } else {
                kept++;
            }
        }
        return kept;
    }

    /** Orthonormal transform of rows and columns: D * block * D^T, or its inverse. */
    private static void transform(float[] block, float[] scratch, boolean back) {
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < SIDE; i++) {
                for (int j = 0; j < SIDE; j++) {
                    float sum = 0;
                    for (int k = 0; k < SIDE; k++) {
                        sum += (back ? COSINES[k][i] : COSINES[i][k]) * block[k * SIDE + j];
                    }
                    scratch[j * SIDE + i] = sum;
                }
            }
            System.arraycopy(scratch, 0, block, 0, block.length);
        }
    }

    private static float[][] cosines() {
        float[][] matrix = new float[SIDE][SIDE];
        for (int i = 0; i < SIDE; i++) {
            double scale = Math.sqrt((i == 0 ? 1.0 : 2.0) / SIDE);
            for (int j = 0; j < SIDE; j++) {
                matrix[i][j] = (float) (scale * Math.cos(Math.PI * (2 * j + 1) * i / (2.0 * SIDE)));
            }
        }
        return matrix;
    }
}

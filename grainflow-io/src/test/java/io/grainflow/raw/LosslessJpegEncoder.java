package io.grainflow.raw;

import java.io.ByteArrayOutputStream;

/** Lossless JPEG for tests: the length of every difference has a code of five bits. */
final class LosslessJpegEncoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long buffer;
    private int filled;

    static byte[] encode(int[] samples, int height, int width, int components, int precision, int predictor) {
        return new LosslessJpegEncoder().run(samples, height, width, components, precision, predictor);
    }

    private byte[] run(int[] samples, int height, int width, int components, int precision, int predictor) {
        header(height, width, components, precision, predictor);
        int stride = width * components;
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < stride; i++) {
                int a = i < components ? 0 : samples[y * stride + i - components];
                int b = y == 0 ? 0 : samples[(y - 1) * stride + i];
                int c = y == 0 || i < components ? 0 : samples[(y - 1) * stride + i - components];
                int prediction = i < components
                        ? (y == 0 ? 1 << (precision - 1) : b)
                        : y == 0 ? a : predicted(predictor, a, b, c);
                difference((short) (samples[y * stride + i] - prediction));
            }
        }
        while (filled % 8 != 0) {
            bits(1, 1);
        }
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        return out.toByteArray();
    }

    private void header(int height, int width, int components, int precision, int predictor) {
        marker(0xD8);
        marker(0xC4, 2 + 1 + 16 + 17);
        out.write(0);
        for (int length = 1; length <= 16; length++) {
            out.write(length == 5 ? 17 : 0);
        }
        for (int value = 0; value <= 16; value++) {
            out.write(value);
        }
        marker(0xC3, 8 + 3 * components);
        out.write(precision);
        word(height);
        word(width);
        out.write(components);
        for (int i = 0; i < components; i++) {
            out.writeBytes(new byte[] {(byte) i, 0x11, 0});
        }
        marker(0xDA, 6 + 2 * components);
        out.write(components);
        for (int i = 0; i < components; i++) {
            out.writeBytes(new byte[] {(byte) i, 0});
        }
        out.writeBytes(new byte[] {(byte) predictor, 0, 0});
    }

    private static int predicted(int predictor, int a, int b, int c) {
        return switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + ((b - c) >> 1);
            case 6 -> b + ((a - c) >> 1);
            default -> (a + b) >> 1;
        };
    }

    private void difference(int value) {
        if (value == Short.MIN_VALUE) {
            bits(16, 5);
            return;
        }
        int length = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
        bits(length, 5);
        bits(value < 0 ? value - 1 : value, length);
    }

    private void bits(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            buffer = (buffer << 1) | ((value >> i) & 1);
            filled++;
            if (filled % 8 == 0) {
                int one = (int) (buffer & 0xFF);
                out.write(one);
                if (one == 0xFF) {
                    out.write(0);
                }
            }
        }
    }

    private void marker(int which) {
        out.write(0xFF);
        out.write(which);
    }

    private void marker(int which, int length) {
        marker(which);
        word(length);
    }

    private void word(int value) {
        out.write(value >> 8);
        out.write(value & 0xFF);
    }
}

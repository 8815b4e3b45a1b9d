package io.grainflow.file.tiff;

import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Sample values as stored in TIFF files, with interleaved channels. */
public final class TiffSamples {
    private TiffSamples() {}

    /** Bits of a value. */
    static int bits(SampleFormat format) {
        return format.isFloat() ? 32 : format == SampleFormat.U16 ? 16 : 8;
    }

    /** Bytes of a row. */
    static long bytes(int width, int channels, SampleFormat format) {
        return (long) width * channels * bits(format) / 8;
    }

    /** Rows of an image as bytes; integers are limited to [0,1] and rounded, halves up. */
    static byte[] of(Image image, int first, int rows, SampleFormat format, ByteOrder order) {
        int channels = image.channels();
        int plane = image.height() * image.width();
        long size = bytes(image.width(), channels, format) * rows;
        ByteBuffer samples = ByteBuffer.allocate(Math.toIntExact(size)).order(order);
        FloatBuffer values = image.values();
        int end = (first + rows) * image.width();
        for (int i = first * image.width(); i < end; i++) {
            for (int c = 0; c < channels; c++) {
                float value = values.get(c * plane + i);
                switch (format) {
                    case U8 -> samples.put((byte) rounded(value, format));
                    case U16 -> samples.putShort((short) rounded(value, format));
                    case F16, F32 -> samples.putFloat(value);
                }
            }
        }
        return samples.array();
    }

    private static int rounded(float value, SampleFormat format) {
        return (int) Math.floor(Math.min(1f, Math.max(0f, value)) * (double) format.maximum() + 0.5);
    }
}

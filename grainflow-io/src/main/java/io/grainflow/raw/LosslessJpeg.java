package io.grainflow.raw;

/**
 * Lossless JPEG with Huffman codes (ITU-T T.81, 1992, annex H): the compression of most DNG files. Components are interleaved as columns,
 * as in DNG.
 */
final class LosslessJpeg {
    private static final int START_OF_FRAME = 0xC3;
    private static final int HUFFMAN_TABLES = 0xC4;
    private static final int START_OF_SCAN = 0xDA;
    private static final int RESTART_INTERVAL = 0xDD;
    private static final int END = 0xD9;
    private static final int LONGEST_CODE = 16;

    private final byte[] data;
    private final HuffmanTable[] tables = new HuffmanTable[4];
    private int at;
    private int precision;
    private int height;
    private int width;
    private int components;
    private int[] tableOf = new int[0];
    private int predictor;
    private int pointTransform;

    private LosslessJpeg(byte[] data) {
        this.data = data;
    }

    /**
     * Samples with interleaved components: rows of width * components values.
     *
     * @param width in samples
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once
    record Decoded(int height, int width, short[] samples) {}

    /** @throws IllegalArgumentException if the data is damaged or is another type of JPEG */
    static Decoded decode(byte[] data) {
        try {
            return new LosslessJpeg(data).decode();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("lossless JPEG data ends early", e);
        }
    }

    private Decoded decode() {
        if (data.length < 2 || word(0) != 0xFFD8) {
            throw new IllegalArgumentException("no lossless JPEG data");
        }
        at = 2;
        while (true) {
            if ((data[at] & 0xFF) != 0xFF) {
                throw new IllegalArgumentException("lossless JPEG data is damaged at byte " + at);
            }
            int marker = data[at + 1] & 0xFF;
            int length = word(at + 2);
            int content = at + 4;
            at += 2 + length;
            switch (marker) {
                case START_OF_FRAME -> frame(content);
                case HUFFMAN_TABLES -> tables(content, at);
                case START_OF_SCAN -> {
                    scan(content);
                    return samples();
                }
                case RESTART_INTERVAL -> {
                    if (word(content) != 0) {
                        throw new IllegalArgumentException("lossless JPEG data has restart marks");
                    }
                }
                case END -> throw new IllegalArgumentException("lossless JPEG data has no picture");
                default -> {
                    if (marker >= 0xC0 && marker <= 0xCF) {
                        throw new IllegalArgumentException("JPEG data is not lossless");
                    }
                }
            }
        }
    }

    private int word(int index) {
        return ((data[index] & 0xFF) << 8) | (data[index + 1] & 0xFF);
    }

    private void frame(int content) {
        precision = data[content];
        height = word(content + 1);
        width = word(content + 3);
        components = data[content + 5];
        if (precision < 2 || precision > 16 || height < 1 || width < 1 || components < 1 || components > 4) {
            throw new IllegalArgumentException("lossless JPEG header is damaged");
        }
    }

    private void tables(int content, int end) {
        int from = content;
        while (from < end) {
            int which = data[from] & 0x0F;
            if (which >= tables.length) {
                throw new IllegalArgumentException("lossless JPEG table " + which + " is unknown");
            }
            int values = 0;
            for (int i = 1; i <= LONGEST_CODE; i++) {
                values += data[from + i] & 0xFF;
            }
            tables[which] = new HuffmanTable(data, from + 1, from + 1 + LONGEST_CODE, values);
            from += 1 + LONGEST_CODE + values;
        }
    }

    private void scan(int content) {
        int count = data[content];
        if (components == 0 || count != components) {
            throw new IllegalArgumentException("lossless JPEG scan is damaged");
        }
        tableOf = new int[count];
        for (int i = 0; i < count; i++) {
            tableOf[i] = (data[content + 2 + 2 * i] & 0xF0) >> 4;
            if (tableOf[i] >= tables.length || tables[tableOf[i]] == null) {
                throw new IllegalArgumentException("lossless JPEG table " + tableOf[i] + " is missing");
            }
        }
        predictor = data[content + 1 + 2 * count];
        pointTransform = data[content + 3 + 2 * count] & 0x0F;
        if (predictor < 1 || predictor > 7) {
            throw new IllegalArgumentException("lossless JPEG predictor " + predictor + " is unknown");
        }
    }

    private Decoded samples() {
        int stride = Math.multiplyExact(width, components);
        int[] above = new int[stride];
        int[] row = new int[stride];
        short[] samples = new short[Math.multiplyExact(stride, height)];
        JpegBits bits = new JpegBits(data, at);
        int start = 1 << (precision - pointTransform - 1);
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < stride; i++) {
                int c = i % components;
                int prediction = i < components
                        ? (y == 0 ? start : above[i])
                        : y == 0
                                ? row[i - components]
                                : predicted(row[i - components], above[i], above[i - components]);
                row[i] = (prediction + bits.difference(tables[tableOf[c]])) & 0xFFFF;
                samples[y * stride + i] = (short) (row[i] << pointTransform);
            }
            int[] swap = above;
            above = row;
            row = swap;
        }
        return new Decoded(height, stride, samples);
    }

    /** Table H.1: a is to the left, b above, c above to the left. */
    private int predicted(int a, int b, int c) {
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
}

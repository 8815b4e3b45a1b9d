package io.grainflow.raw;

import java.nio.charset.StandardCharsets;

/** Binary portable greymaps (PGM, P5) of 8 or 16 bits, big-endian. */
@SuppressWarnings("ArrayRecordComponent") // handed on at once
record PortableGreymap(int height, int width, int maximum, short[] samples) {
    private static final int HEADER_NUMBERS = 3;

    static PortableGreymap parse(byte[] bytes) {
        if (bytes.length < 8 || !new String(bytes, 0, 2, StandardCharsets.ISO_8859_1).equals("P5")) {
            throw new IllegalArgumentException("no greymap");
        }
        int[] numbers = new int[HEADER_NUMBERS];
        int at = 2;
        for (int i = 0; i < HEADER_NUMBERS; i++) {
            while (Character.isWhitespace(bytes[at])) {
                at++;
            }
            while (!Character.isWhitespace(bytes[at])) {
                numbers[i] = 10 * numbers[i] + bytes[at++] - '0';
            }
        }
        at++;
        int width = numbers[0];
        int height = numbers[1];
        int size = numbers[2] > 255 ? 2 : 1;
        if (width < 1 || height < 1 || (long) width * height * size > bytes.length - at) {
            throw new IllegalArgumentException("greymap of " + width + "x" + height + " is cut off");
        }
        short[] samples = new short[width * height];
        for (int i = 0; i < samples.length; i++) {
            int place = at + size * i;
            samples[i] = (short)
                    (size == 1 ? bytes[place] & 0xFF : ((bytes[place] & 0xFF) << 8) | (bytes[place + 1] & 0xFF));
        }
        return new PortableGreymap(height, width, numbers[2], samples);
    }
}

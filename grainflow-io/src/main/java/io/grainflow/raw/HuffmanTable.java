package io.grainflow.raw;

import java.util.Arrays;

/**
 * A Huffman table for the lengths of differences, with codes of up to 16 bits (ITU-T T.81, annex C). Codes are looked up by the next 16
 * bits.
 */
final class HuffmanTable {
    private static final int LONGEST = 16;
    private static final int UNKNOWN = -1;

    /** Code length times 256 plus value, by the next 16 bits. */
    private final int[] entries = new int[1 << LONGEST];

    /**
     * A table.
     *
     * @param counts index of the numbers of codes of each length from 1 to 16
     * @param first index of the values
     * @param values number of values
     */
    HuffmanTable(byte[] data, int counts, int first, int values) {
        Arrays.fill(entries, UNKNOWN);
        int code = 0;
        int used = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int count = data[counts + length - 1] & 0xFF;
            for (int i = 0; i < count; i++) {
                int from = code << (LONGEST - length);
                int to = (code + 1) << (LONGEST - length);
                if (to > entries.length || used >= values) {
                    throw new IllegalArgumentException("lossless JPEG table is damaged");
                }
                Arrays.fill(entries, from, to, (length << 8) | (data[first + used++] & 0xFF));
                code++;
            }
            code <<= 1;
        }
    }

    /** Code length times 256 plus value. */
    int entry(int next16) {
        int entry = entries[next16];
        if (entry == UNKNOWN) {
            throw new IllegalArgumentException("lossless JPEG data has an unknown code");
        }
        return entry;
    }
}

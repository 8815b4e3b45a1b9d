package io.grainflow.denoise.bm3d;

/**
 * A group of blocks, and its orthonormal Haar transform along the group. The values are stored such that each step of the transform
 * combines the two halves of an array: even members in one half, odd ones in the other, and so on recursively.
 */
final class HaarStack {
    private static final float ROOT_HALF = (float) Math.sqrt(0.5);

    private final int size;
    private final float[][] low;
    private final float[][] high;
    private int levels;

    /**
     * A buffer for groups.
     *
     * @param size number of values of a member
     * @param members greatest number of members
     */
    HaarStack(int size, int members) {
        this.size = size;
        int depth = Math.max(1, Integer.numberOfTrailingZeros(members));
        low = new float[depth][];
        high = new float[depth][];
        for (int level = 0; level < depth; level++) {
            low[level] = new float[size * Math.max(1, members >> (level + 1))];
            high[level] = new float[low[level].length];
        }
    }

    /** Begins a group, whose number of members is a power of two. */
    void open(int members) {
        levels = Integer.numberOfTrailingZeros(members);
    }

    void put(int member, float[] from, int at) {
        System.arraycopy(from, at, half(member), place(member), size);
    }

    /** Adds weight times the member's values to the array, beginning at an index. */
    void addTo(int member, float weight, float[] to, int at) {
        float[] from = half(member);
        int first = place(member);
        for (int i = 0; i < size; i++) {
            to[at + i] += weight * from[first + i];
        }
    }

    private float[] half(int member) {
        return (member & 1) == 0 ? low[0] : high[0];
    }

    private int place(int member) {
        return levels < 2 ? 0 : size * (Integer.reverse(member >> 1) >>> (33 - levels));
    }

    void forward() {
        for (int level = 0; level < levels; level++) {
            int length = length(level);
            rotate(low[level], high[level], length);
            if (level + 1 < levels) {
                System.arraycopy(low[level], 0, low[level + 1], 0, length / 2);
                System.arraycopy(low[level], length / 2, high[level + 1], 0, length / 2);
            }
        }
    }

    void inverse() {
        for (int level = levels - 1; level >= 0; level--) {
            int length = length(level);
            if (level + 1 < levels) {
                System.arraycopy(low[level + 1], 0, low[level], 0, length / 2);
                System.arraycopy(high[level + 1], 0, low[level], length / 2, length / 2);
            }
            rotate(low[level], high[level], length);
        }
    }

    private static void rotate(float[] a, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            float p = a[i];
            float q = b[i];
            a[i] = ROOT_HALF * (p + q);
            b[i] = ROOT_HALF * (p - q);
        }
    }

    /** Number of arrays (bands) of the transformed group. */
    int bands() {
        return levels + 1;
    }

    /** The coefficients of a band: differences of neighbours first, the mean last. */
    float[] band(int index) {
        return index < levels ? high[index] : low[Math.max(0, levels - 1)];
    }

    /** Number of values in the band's array that belong to the group. */
    int length(int band) {
        return band < levels ? size << (levels - 1 - band) : size;
    }
}

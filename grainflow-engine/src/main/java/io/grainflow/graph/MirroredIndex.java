package io.grainflow.graph;

/** Reflection about the first and the last position of an axis, which are not repeated. */
public final class MirroredIndex {
    private MirroredIndex() {}

    /** The position inside [0, length) that stands for any index; reflects repeatedly if needed. */
    public static int of(int index, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int phase = Math.floorMod(index, period);
        return phase < length ? phase : period - phase;
    }
}

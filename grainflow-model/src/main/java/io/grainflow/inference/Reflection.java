package io.grainflow.inference;

/** What stands in for pixels beyond the end of an axis: reflection about the last pixel, which is not repeated. */
final class Reflection {
    private Reflection() {}

    /** The pixel inside [0, length) that stands for one at or behind it; reflects as often as needed. */
    static int of(int index, int length) {
        if (index < length) {
            return index;
        }
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int phase = index % period;
        return phase < length ? phase : period - phase;
    }
}

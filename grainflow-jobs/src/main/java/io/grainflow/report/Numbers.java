package io.grainflow.report;

import java.util.Locale;

/** Numbers for readers. */
final class Numbers {
    private Numbers() {}

    static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "\u2013";
    }

    /** Six significant digits: charts need no more. */
    static double rounded(double value) {
        return Double.isFinite(value) ? Double.parseDouble(String.format(Locale.ROOT, "%.5e", value)) : Double.NaN;
    }
}

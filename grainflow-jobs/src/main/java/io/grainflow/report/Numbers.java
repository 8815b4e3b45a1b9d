package io.grainflow.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for display: few digits, a decimal point, a minus sign, a dash for NaN. */
final class Numbers {
    private static final char MINUS = '\u2212';

    private Numbers() {}

    /** A number with a number of digits after the point. */
    static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return "\u2013";
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero ? text.replace("-", "") : text.replace('-', MINUS);
    }

    /** A number with significant digits and without trailing zeros. Very small and large numbers are powers of ten. */
    static String significant(double value, int digits) {
        if (!Double.isFinite(value) || value == 0) {
            return fixed(value, 0);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal plain = rounded.stripTrailingZeros();
        if (exponent >= -4 && exponent < 7) {
            return plain.toPlainString().replace('-', MINUS);
        }
        String mantissa = plain.movePointLeft(exponent).toPlainString().replace('-', MINUS);
        return mantissa + "\u00b710" + superscript(exponent);
    }

    /** Six significant digits, which are enough for charts. */
    static double rounded(double value) {
        return Double.isFinite(value) ? Double.parseDouble(String.format(Locale.ROOT, "%.5e", value)) : Double.NaN;
    }

    private static String superscript(int exponent) {
        String digits = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
        StringBuilder text = new StringBuilder();
        Integer.toString(exponent).chars().forEach(c -> text.append(c == '-' ? '\u207b' : digits.charAt(c - '0')));
        return text.toString();
    }
}

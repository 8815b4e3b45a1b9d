package io.grainflow.engine;

import java.util.Locale;

/** Number format of the values between layers and of the weights. */
public enum Precision {
    /** float32. */
    FP32,
    /** bfloat16: 8 bits of mantissa, sums in float32. */
    BF16,
    /** 8-bit integers with one scale per value and one per output channel of the weights, sums in 32-bit integers. */
    INT8;

    /** Its name in settings and files: fp32, bf16 or int8. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

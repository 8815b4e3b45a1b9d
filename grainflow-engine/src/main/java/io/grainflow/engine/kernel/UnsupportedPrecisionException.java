package io.grainflow.engine.kernel;

/** This processor does not compute in a number format, or not faster than in float32. */
public final class UnsupportedPrecisionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedPrecisionException(String what) {
        super(what);
    }
}

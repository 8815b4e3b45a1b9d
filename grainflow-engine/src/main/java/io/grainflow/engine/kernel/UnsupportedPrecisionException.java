package io.grainflow.engine.kernel;

/** The processor lacks a number format, or is not faster in it than in float32. */
public final class UnsupportedPrecisionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedPrecisionException(String what) {
        super(what);
    }
}

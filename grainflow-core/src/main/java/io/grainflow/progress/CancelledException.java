package io.grainflow.progress;

import java.util.concurrent.CancellationException;

/** The job ended early because its monitor asked for it. The message says what is kept and how to go on. */
public final class CancelledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
        super(message);
    }
}

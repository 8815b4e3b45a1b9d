package io.grainflow.progress;

import java.util.concurrent.CancellationException;

/** The job was cancelled by its monitor. The message says what was kept and how to resume. */
public final class CancelledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
        super(message);
    }
}

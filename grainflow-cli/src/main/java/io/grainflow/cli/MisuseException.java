package io.grainflow.cli;

/** The call's words are off in a way that only the command itself can see. */
final class MisuseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MisuseException(String message) {
        super(message);
    }
}

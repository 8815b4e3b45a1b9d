package io.grainflow.cli.option;

/** Wrong usage of the command line that only the command itself can detect. */
public final class MisuseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MisuseException(String message) {
        super(message);
    }
}

package io.grainflow.cli.option;

/** The command line cannot be understood, in a way that only the command itself can see. */
public final class MisuseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MisuseException(String message) {
        super(message);
    }
}

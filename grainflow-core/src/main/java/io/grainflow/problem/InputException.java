package io.grainflow.problem;

/**
 * Something a user gave is wrong: one line that says where, what, and what to do. Front ends print the message as it
 * is; no stack trace is needed to act on it.
 */
public class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param where file, option or part, as the user knows it
     * @param what what is wrong, with the value got
     * @param remedy what to do about it
     */
    public InputException(String where, String what, String remedy) {
        super(oneLine(where + ": " + what + "; " + remedy));
    }

    public InputException(String where, String what, String remedy, Throwable cause) {
        super(oneLine(where + ": " + what + "; " + remedy), cause);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}

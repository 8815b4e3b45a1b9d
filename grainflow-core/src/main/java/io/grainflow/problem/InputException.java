package io.grainflow.problem;

/**
 * Invalid input of a user. The message is one line that says where, what is wrong, and what to do. Front ends print it unchanged and
 * without a stack trace.
 */
public class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param where file, option or part, as the user knows it
     * @param what what is wrong, with the actual value
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

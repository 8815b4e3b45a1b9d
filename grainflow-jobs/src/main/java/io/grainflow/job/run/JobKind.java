package io.grainflow.job.run;

/**
 * A kind of job.
 *
 * @param name in documents, such as {@code trainDenoiser}
 * @param command the command that does the same, such as {@code train denoiser}
 * @param defaults the job with all defaults; required fields are empty
 */
public record JobKind<J extends Record & Job<?>>(String name, String command, J defaults) {
    /** The class of the record. */
    public Class<?> type() {
        return defaults.getClass();
    }
}

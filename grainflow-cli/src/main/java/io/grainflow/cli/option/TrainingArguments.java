package io.grainflow.cli.option;

import io.grainflow.job.train.TrainingOptions;
import io.grainflow.train.ResumePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the length and the settings of a training. */
public final class TrainingArguments {
    @Option(names = "--steps", paramLabel = "N", description = "How many training steps. Default: 20000.")
    @Nullable
    Long steps;

    @Option(names = "--minutes", paramLabel = "M", description = "Train for so long instead of so many steps.")
    @Nullable
    Double minutes;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any field of the model's or the plan's record; a wrong name lists them all.")
    List<String> settings = List.of();

    @Option(
            names = "--cache",
            paramLabel = "MB",
            description = "Memory for decoded images; default: a quarter of the machine's.")
    @Nullable
    Long cacheMegabytes;

    @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
    boolean resume;

    /** Refuses options that exclude each other. */
    private void check(RunOptions options) {
        if (steps != null && minutes != null) {
            throw new MisuseException("--steps and --minutes exclude each other");
        }
        if (resume && options.overwrite) {
            throw new MisuseException("--resume and --overwrite exclude each other");
        }
    }

    /** Whether any of these options was given; models that are fitted and not trained refuse them. */
    public boolean given() {
        return steps != null || minutes != null || !settings.isEmpty() || cacheMegabytes != null || resume;
    }

    /** The settings of a training. */
    public TrainingOptions options(SeedOption seed, RunOptions run) {
        check(run);
        TrainingOptions options = TrainingOptions.defaults()
                .settings(OptionParsers.settings(settings))
                .seed(seed.seed());
        options = steps == null ? options : options.steps(steps);
        options = minutes == null ? options : options.minutes(minutes);
        options = cacheMegabytes == null ? options : options.cacheMegabytes(cacheMegabytes);
        return run.overwrite
                ? options.start(ResumePolicy.REPLACE)
                : resume ? options.start(ResumePolicy.RESUME) : options;
    }
}

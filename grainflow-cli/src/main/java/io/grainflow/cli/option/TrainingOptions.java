package io.grainflow.cli.option;

import io.grainflow.train.ResumePolicy;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long and how a network is trained. */
public final class TrainingOptions {
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
    public void check(RunOptions options) {
        if (steps != null && minutes != null) {
            throw new MisuseException("--steps and --minutes exclude each other");
        }
        if (resume && options.overwrite) {
            throw new MisuseException("--resume and --overwrite exclude each other");
        }
    }

    /** Whether anything of it was given, for models that are fitted and not trained. */
    public boolean given() {
        return steps != null || minutes != null || !settings.isEmpty() || cacheMegabytes != null || resume;
    }

    public OptionalLong steps() {
        return steps == null ? OptionalLong.empty() : OptionalLong.of(steps);
    }

    public OptionalDouble minutes() {
        return minutes == null ? OptionalDouble.empty() : OptionalDouble.of(minutes);
    }

    public Map<String, String> settings() {
        return OptionParsers.settings(settings);
    }

    public OptionalLong cacheMegabytes() {
        return cacheMegabytes == null ? OptionalLong.empty() : OptionalLong.of(cacheMegabytes);
    }

    public ResumePolicy start(RunOptions options) {
        return options.overwrite ? ResumePolicy.REPLACE : resume ? ResumePolicy.RESUME : ResumePolicy.NEW;
    }
}

package io.grainflow.cli;

import io.grainflow.train.Start;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long and how a network is trained. */
final class TrainingOptions {
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
    void check(RunOptions options) {
        if (steps != null && minutes != null) {
            throw new MisuseException("--steps and --minutes exclude each other");
        }
        if (resume && options.overwrite) {
            throw new MisuseException("--resume and --overwrite exclude each other");
        }
    }

    /** Whether anything of it was given, for models that are fitted and not trained. */
    boolean given() {
        return steps != null || minutes != null || !settings.isEmpty() || cacheMegabytes != null || resume;
    }

    OptionalLong steps() {
        return steps == null ? OptionalLong.empty() : OptionalLong.of(steps);
    }

    OptionalDouble minutes() {
        return minutes == null ? OptionalDouble.empty() : OptionalDouble.of(minutes);
    }

    Map<String, String> settings() {
        return Words.settings(settings);
    }

    OptionalLong cacheMegabytes() {
        return cacheMegabytes == null ? OptionalLong.empty() : OptionalLong.of(cacheMegabytes);
    }

    Start start(RunOptions options) {
        return options.overwrite ? Start.REPLACE : resume ? Start.RESUME : Start.NEW;
    }
}

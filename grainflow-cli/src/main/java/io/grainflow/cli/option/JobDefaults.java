package io.grainflow.cli.option;

import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobDocument;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Defaults of a command's options: those of the jobs that it runs. */
public final class JobDefaults implements IDefaultValueProvider {
    /** A default that depends on the machine. On the command line it is 0. */
    private static final String THREADS = "threads";

    private final Map<String, String> byOption = new HashMap<>();

    /**
     * Defaults of jobs.
     *
     * @param jobs jobs with all defaults; a default is taken from the first job that has the setting
     */
    public JobDefaults(Job<?>... jobs) {
        for (Job<?> job : jobs) {
            JobDocument.words(job).forEach((setting, word) -> {
                if (!setting.equals(THREADS)) {
                    byOption.putIfAbsent(SettingWords.option(setting), word);
                }
            });
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? byOption.get(option.longestName()) : null;
    }
}

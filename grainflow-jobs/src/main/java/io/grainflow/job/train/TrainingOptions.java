package io.grainflow.job.train;

import io.grainflow.job.run.JobOptions;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.train.ResumePolicy;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Length and settings of a training.
 *
 * @param steps number of updates, if not the plan's default
 * @param minutes time budget instead of steps
 * @param settings fields of the model's and the plan's records by name
 * @param cacheMegabytes bound on decoded images in memory, if not half of the Java heap
 * @param seed seed of all randomness
 * @param start how an earlier training is handled
 */
public record TrainingOptions(
        OptionalLong steps,
        OptionalDouble minutes,
        Map<String, String> settings,
        OptionalLong cacheMegabytes,
        Seed seed,
        ResumePolicy start)
        implements JobOptions {
    /** The setting that lets files be replaced, as messages name it. */
    static final String REPLACING = "start=replace";

    private static final long MOST_STEPS = 100_000_000;
    private static final double MOST_MINUTES = 1e6;

    public TrainingOptions {
        settings = Map.copyOf(settings);
        if (steps.isPresent() && minutes.isPresent()) {
            throw new InputException(
                    "minutes", "stand instead of steps, both are given", "leave out `minutes` or `steps`");
        }
        if (steps.isPresent() && (steps.getAsLong() < 1 || steps.getAsLong() > MOST_STEPS)) {
            throw new InputException(
                    "steps", "expects 1 to " + MOST_STEPS + ", got " + steps.getAsLong(), "change `steps`");
        }
        if (minutes.isPresent() && !(minutes.getAsDouble() >= 0 && minutes.getAsDouble() <= MOST_MINUTES)) {
            throw new InputException(
                    "minutes", "expects 0 to 1000000, got " + minutes.getAsDouble(), "change `minutes`");
        }
        if (cacheMegabytes.isPresent() && cacheMegabytes.getAsLong() < 0) {
            throw new InputException(
                    "cache", "expects at least 0 MB, got " + cacheMegabytes.getAsLong(), "change `cacheMegabytes`");
        }
    }

    /** The plan's number of steps and seed 0. If files of an unfinished training exist, the job is refused. */
    public static TrainingOptions defaults() {
        return new TrainingOptions(
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Map.of(),
                OptionalLong.empty(),
                new Seed(0),
                ResumePolicy.NEW);
    }

    /** Sets the number of updates. */
    public TrainingOptions steps(long count) {
        return new TrainingOptions(
                OptionalLong.of(count), OptionalDouble.empty(), settings, cacheMegabytes, seed, start);
    }

    /** Sets a time budget instead of a number of updates. */
    public TrainingOptions minutes(double budget) {
        return new TrainingOptions(
                OptionalLong.empty(), OptionalDouble.of(budget), settings, cacheMegabytes, seed, start);
    }

    /** Sets fields of the model's and the plan's records. */
    public TrainingOptions settings(Map<String, String> fields) {
        return new TrainingOptions(steps, minutes, fields, cacheMegabytes, seed, start);
    }

    /** Sets one more field of the model's or the plan's record. */
    public TrainingOptions set(String field, Object value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(field, String.valueOf(value));
        return settings(more);
    }

    /** Limits the memory for decoded images. */
    public TrainingOptions cacheMegabytes(long megabytes) {
        return new TrainingOptions(steps, minutes, settings, OptionalLong.of(megabytes), seed, start);
    }

    public TrainingOptions seed(Seed first) {
        return new TrainingOptions(steps, minutes, settings, cacheMegabytes, first, start);
    }

    public TrainingOptions start(ResumePolicy policy) {
        return new TrainingOptions(steps, minutes, settings, cacheMegabytes, seed, policy);
    }

    /** Continues from the checkpoints of an earlier training of the same configuration. */
    public TrainingOptions resume() {
        return start(ResumePolicy.RESUME);
    }

    /** Whether files of an earlier training may exist. */
    boolean replaces() {
        return start != ResumePolicy.NEW;
    }
}

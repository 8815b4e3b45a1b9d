package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The registry of all kinds of jobs. */
public final class JobKinds {
    private static final List<JobKind<?>> ALL =
            ServiceLoader.load(JobCatalogue.class, JobCatalogue.class.getClassLoader()).stream()
                    .<JobKind<?>>flatMap(catalogue -> catalogue.get().kinds().stream())
                    .toList();

    static {
        requireNames();
    }

    private JobKinds() {}

    /** All kinds, in the order of the registry. */
    public static List<JobKind<?>> all() {
        return ALL;
    }

    /**
     * The kind with a name.
     *
     * @throws InputException that lists the known kinds
     */
    public static JobKind<?> named(String name) {
        List<String> names = ALL.stream().<String>map(JobKind::name).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            throw new InputException(
                    "job " + name, "is unknown" + Suggestion.of(name, names), "known: " + String.join(", ", names));
        }
        return ALL.get(index);
    }

    /**
     * The kind of a job.
     *
     * @throws IllegalArgumentException if no catalogue lists the kind
     */
    public static JobKind<?> of(Job<?> job) {
        return ALL.stream()
                .filter(kind -> kind.type() == job.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("JobKinds expects a job of a catalogue, got "
                        + job.getClass().getName()));
    }

    /** The seed of a job, if it uses randomness. */
    public static Optional<Seed> seed(Job<?> job) {
        return job instanceof Record fields ? RecordFields.find(fields, Seed.class) : Optional.empty();
    }

    /** The name of a job in messages. */
    static String name(Job<?> job) {
        return ALL.stream()
                .filter(kind -> kind.type() == job.getClass())
                .<String>map(JobKind::name)
                .findFirst()
                .orElse(job.getClass().getSimpleName());
    }

    /** Names must be unique, because documents identify kinds by name. */
    private static void requireNames() {
        Set<Object> known = new HashSet<>();
        for (JobKind<?> kind : ALL) {
            if (!known.add(kind.name()) || !known.add(kind.type())) {
                throw new IllegalStateException(
                        "job catalogues expect a name and a record of each kind, got " + kind.name() + " twice");
            }
        }
    }
}

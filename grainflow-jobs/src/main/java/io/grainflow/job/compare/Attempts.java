package io.grainflow.job.compare;

import io.grainflow.job.run.Failure;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Parts of a job of which each may fail without stopping the others. */
final class Attempts {
    private final Monitor monitor;
    private final List<Failure> failures;

    Attempts(List<Failure> before, Monitor monitor) {
        this.failures = new ArrayList<>(before);
        this.monitor = monitor;
    }

    /** The result, or nothing and a failure with the name of the part. */
    <T> Optional<T> at(String part, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (InputException problem) {
            String reason = part + ": " + problem.getMessage();
            failures.add(new Failure(part, reason));
            monitor.on(new Event.Failed(part, reason));
            return Optional.empty();
        }
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }
}

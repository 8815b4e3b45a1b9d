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
    private final List<String> problems = new ArrayList<>();

    Attempts(List<Failure> before, Monitor monitor) {
        this.failures = new ArrayList<>(before);
        this.monitor = monitor;
    }

    /** The result, or nothing and a failure with the name of the part. */
    <T> Optional<T> at(String part, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (InputException problem) {
            String what = String.valueOf(problem.getMessage());
            String reason = what.contains(part) ? what : part + ": " + what;
            problems.add(what);
            failures.add(new Failure(part, reason));
            monitor.on(new Event.Failed(part, reason));
            return Optional.empty();
        }
    }

    /** What the first failed part met; empty if none failed. */
    String firstProblem() {
        return problems.isEmpty() ? "" : problems.get(0);
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }
}

package io.grainflow.noise;

import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.util.List;
import java.util.stream.Collectors;

/** A camera or ISO that a model was not trained on. Lists what it knows. */
public final class UnknownCaptureException extends InputException {
    private static final long serialVersionUID = 1L;

    public UnknownCaptureException(Capture asked, List<Capture> known) {
        super("noise model", "does not know " + asked, "known: " + describe(known));
    }

    private static String describe(List<Capture> known) {
        return known.stream()
                .sorted()
                .collect(Collectors.groupingBy(
                        capture -> capture.camera().code(),
                        java.util.TreeMap::new,
                        Collectors.mapping(capture -> Integer.toString(capture.iso()), Collectors.joining("|"))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " ISO " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}

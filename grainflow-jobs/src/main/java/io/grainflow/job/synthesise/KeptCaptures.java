package io.grainflow.job.synthesise;

import io.grainflow.dataset.Datasets;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose noise images have that were there before a run: what the folder's manifest says, else what every image of the run has. Where
 * neither tells, the camera is unspecified: nobody knows.
 *
 * @param listed by name in the manifest
 * @param common of every image of the run
 */
record KeptCaptures(Map<String, Capture> listed, Optional<Capture> common) {
    private static final Capture UNSPECIFIED = Capture.of("unspecified", 1);

    /** Those of a folder, before its manifest is written anew. A manifest that cannot be understood tells nothing. */
    static KeptCaptures of(Path folder, Optional<Capture> common) {
        try {
            return new KeptCaptures(
                    Datasets.manifest(folder).entries().stream()
                            .collect(Collectors.toMap(PairEntry::name, PairEntry::capture)),
                    common);
        } catch (InputException e) {
            return new KeptCaptures(Map.of(), common);
        }
    }

    Capture of(String name) {
        return Optional.ofNullable(listed.get(name)).or(() -> common).orElse(UNSPECIFIED);
    }

    /** Tells how many of the images have an unspecified camera for want of a row. */
    void note(List<String> names, Monitor monitor) {
        long unknown = common.isPresent()
                ? 0
                : names.stream().filter(name -> !listed.containsKey(name)).count();
        if (unknown > 0) {
            monitor.on(new Event.Note("images that were there already and are in no manifest: " + unknown
                    + "; their camera is unspecified"));
        }
    }
}

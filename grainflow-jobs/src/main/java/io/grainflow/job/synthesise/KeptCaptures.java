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
 * Captures of images that existed before a run: those of the folder's manifest, else the common capture of the run. If
 * neither is known, the camera is unspecified.
 *
 * @param listed captures in the manifest, by image name
 * @param common capture of all images of the run
 */
record KeptCaptures(Map<String, Capture> listed, Optional<Capture> common) {
    private static final Capture UNSPECIFIED = Capture.of("unspecified", 1);

    /** Reads the captures of a folder, before its manifest is rewritten. A manifest that cannot be parsed is ignored. */
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

    /** Reports how many images have an unspecified camera because the manifest has no row for them. */
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

package io.grainflow.job.batch;

import io.grainflow.job.run.Data;
import io.grainflow.model.Provenance;
import io.grainflow.pair.PairSource;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;

/** Warns if figures are computed on data that the model was trained on. */
public final class SeenData {
    private SeenData() {}

    public static void warn(Provenance origin, PairSource source, Data data, Monitor monitor) {
        boolean seen =
                data.split() != Data.Part.TEST && origin.dataFingerprint().equals(source.fingerprint());
        if (seen) {
            monitor.on(new Event.Note(
                    "the model was trained on scenes of this data; `split=test` gives held-out figures"));
        }
    }
}

package io.grainflow.cli;

import io.grainflow.job.Data;
import io.grainflow.job.TrainNoise;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** What shell completion offers. */
final class Candidates {
    private Candidates() {}

    /** For {@code --split}. */
    static final class Parts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Data.Part.values()).map(Data.Part::word).iterator();
        }
    }

    /** For the noise models that can be learned. */
    static final class NoiseKinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(TrainNoise.Kind.values())
                    .map(TrainNoise.Kind::word)
                    .iterator();
        }
    }

    /** For {@code --device}. */
    static final class Devices implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("cpu", "cuda").iterator();
        }
    }
}

package io.grainflow.cli.option;

import io.grainflow.engine.Precision;
import io.grainflow.export.ExportFormat;
import io.grainflow.job.run.Data;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.job.train.TrainNoiseFlow;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Candidates of shell completion. */
public final class Candidates {
    private Candidates() {}

    /** For {@code --split}. */
    static final class Parts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Data.Part.values()).map(Data.Part::word).iterator();
        }
    }

    /** The noise model that is trained by a job of its own. */
    public static final String NAFLOW = "naflow";

    /** Adversarial noise models, each of which is trained by a job of its own. */
    public static final String NM_FLOWGAN = "nm-flowgan";

    public static final String NECA = "neca";
    public static final String C2N = "c2n";

    /** For the noise models that can be learned. */
    public static final class NoiseKinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }

        static List<String> all() {
            return Stream.concat(
                            Arrays.stream(TrainNoise.Kind.values()).map(TrainNoise.Kind::word),
                            Stream.concat(
                                    Arrays.stream(TrainNoiseFlow.Kind.values()).map(TrainNoiseFlow.Kind::word),
                                    Stream.of(NAFLOW, NM_FLOWGAN, NECA, C2N)))
                    .toList();
        }
    }

    /** For {@code --to}. */
    public static final class Exports implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ExportFormat.values()).map(ExportFormat::word).iterator();
        }
    }

    /** For {@code --device}. */
    static final class Devices implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("cpu", "cuda").iterator();
        }
    }

    /** For {@code --precision}. */
    static final class Precisions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Precision.values()).map(Precision::word).iterator();
        }
    }
}

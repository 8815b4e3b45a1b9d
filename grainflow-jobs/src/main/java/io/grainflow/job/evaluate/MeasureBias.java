package io.grainflow.job.evaluate;

import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.DataSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.noise.estimate.HeteroscedasticFit;
import io.grainflow.noise.estimate.NoiseLine;
import io.grainflow.noise.estimate.NoiseStatistics;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.TwoShots;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.util.List;

/**
 * Reports where the noise of a data set does not have mean zero, as Noise2Noise assumes. With clean images the bias is measured. With two
 * shots, the bias caused by clipping is computed from the noise of values that are not clipped.
 *
 * @param pairs pairs with clean images, or pairs of shots
 */
public record MeasureBias(Data pairs, ComputeOptions compute)
        implements Job<BiasReport>, DataSettings<MeasureBias>, ComputeSettings<MeasureBias> {

    /** Default settings. The data have to be set. */
    public static MeasureBias defaults() {
        return new MeasureBias(Data.defaults(), ComputeOptions.defaults());
    }

    @Override
    public MeasureBias pairs(Data pairs) {
        return RecordFields.with(this, "pairs", pairs);
    }

    @Override
    public MeasureBias compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public BiasReport execute(Monitor monitor) {
        PairSource source = pairs.open(PairKind.NOISY_AND_CLEAN, PairKind.TWO_SHOTS);
        boolean shots = source.kind() == PairKind.TWO_SHOTS;
        List<PairEntry> entries = pairs.entries(source);
        NoiseStatistics statistics = new NoiseStatistics(entries.get(0).capture());
        BatchRunner<Boolean> read = BatchRunner.inTurn("measure noise", entries, PairEntry::name, monitor, entry -> {
            NoisyPair pair = readable(entry);
            NoisyPair seen = shots ? TwoShots.of(pair) : pair;
            statistics.add(new NoisyPair(seen.scene(), seen.clean(), seen.noisy(), statistics.capture()));
            return true;
        });
        NoiseLine line = NoiseLine.meanOf(HeteroscedasticFit.fit(statistics));
        ClippingBias clipping = new ClippingBias(line);
        BiasBins bins = new BiasBins(clipping, shots);
        BatchRunner<Boolean> counted = BatchRunner.inTurn("measure bias", entries, PairEntry::name, monitor, entry -> {
            bins.add(readable(entry));
            return true;
        });
        return bins.report(line, counted.failures().isEmpty() ? read.failures() : counted.failures());
    }

    private static NoisyPair readable(PairEntry entry) {
        NoisyPair pair = entry.load();
        if (pair.clean().domain() == PixelDomain.LINEAR) {
            throw new InputException(entry.name(), "is light without a white", "clipping has no meaning there");
        }
        return pair;
    }
}

package io.grainflow.job.file;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Display;
import io.grainflow.image.Image;
import io.grainflow.inference.Calibration;
import io.grainflow.inference.Precisions;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.DataSettings;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.metric.Psnr;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.train.data.ValidationCrops;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Measures what coarser number formats cost a denoiser on pairs, and writes it into a copy of its file, so that {@code denoise} can choose
 * the fastest format that loses nothing visible.
 *
 * @param model denoiser
 * @param pairs pairs that the denoiser was not trained on; the centres of some of them are used
 * @param out file to write the copy to
 */
public record CalibrateDenoiser(
        @Required Path model, Data pairs, @Required Path out, OverwritePolicy existing, ComputeOptions compute)
        implements Job<CalibrateDenoiser.Result>, DataSettings<CalibrateDenoiser>, ComputeSettings<CalibrateDenoiser> {
    private static final int MOST_PAIRS = 16;
    private static final int MOST_SAMPLES = 4;
    private static final int SIDE = 256;

    /**
     * The measurements.
     *
     * @param lossDecibels PSNR in float32 minus the PSNR in each format
     * @param fastest format that {@code denoise} uses on this processor
     * @param pairs number of pairs used
     */
    public record Result(
            SortedMap<String, Double> lossDecibels, String fastest, int pairs, int failed, List<Failure> failures)
            implements Outcome {}

    /** Default settings. The model, the data and the output have to be set. */
    public static CalibrateDenoiser defaults() {
        return new CalibrateDenoiser(
                Path.of(""), Data.defaults(), Path.of(""), OverwritePolicy.REFUSE, ComputeOptions.defaults());
    }

    public CalibrateDenoiser model(Path model) {
        return RecordFields.with(this, "model", model);
    }

    @Override
    public CalibrateDenoiser pairs(Data pairs) {
        return RecordFields.with(this, "pairs", pairs);
    }

    public CalibrateDenoiser out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public CalibrateDenoiser existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public CalibrateDenoiser compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    public CalibrateDenoiser {
        existing = existing.forOne();
    }

    @Override
    public Result execute(Monitor monitor) {
        Targets.file(out, existing);
        ModelFile<DenoiserSpec> file = Models.readDenoiser(model);
        compute.inference();
        PairSource source = pairs.open(PairKind.NOISY_AND_CLEAN);
        List<PairEntry> entries = pairs.entries(source);
        List<PairEntry> chosen = ValidationCrops.spread(entries.size(), MOST_PAIRS).stream()
                .map(entries::get)
                .toList();
        BatchRunner<NoisyPair> read =
                BatchRunner.inTurn("read pairs", chosen, PairEntry::name, monitor, entry -> centre(entry, file));
        List<Image> samples =
                read.done().stream().limit(MOST_SAMPLES).map(NoisyPair::noisy).toList();
        Optional<Precisions> found = file.spec().networkRestoresAlone()
                ? Calibration.of(
                        file.spec().network(),
                        file.weights(),
                        file.units().domain(),
                        compute.threads(),
                        samples,
                        denoiser -> decibels(denoiser, read.done()))
                : Optional.empty();
        Precisions measured = found.orElseThrow(() -> new InputException(
                model.toString(),
                "has no number formats to choose from",
                samples.isEmpty() ? "give pairs that can be read" : "it runs in fp32"));
        file.with(Optional.of(measured)).write(out);
        return new Result(
                measured.lossDecibels(),
                measured.fastest().word(),
                read.done().size(),
                read.failures().size(),
                read.failures());
    }

    private static NoisyPair centre(PairEntry entry, ModelFile<DenoiserSpec> file) {
        NoisyPair pair = entry.load();
        if (pair.noisy().channels() != file.spec().channels()
                || pair.noisy().domain() != file.units().domain()) {
            throw new InputException(
                    entry.name(),
                    "has " + pair.noisy().channels() + " channels and is "
                            + pair.noisy().domain() + ", the denoiser was made for "
                            + file.spec().channels() + " and " + file.units().domain(),
                    "give pairs of such images");
        }
        return ValidationCrops.centre(pair, SIDE);
    }

    private static double decibels(Denoiser denoiser, List<NoisyPair> pairs) {
        return pairs.stream()
                .mapToDouble(pair -> decibels(pair.clean(), denoiser.denoise(pair.noisy())))
                .average()
                .orElse(0);
    }

    /** Linear light is compared as it is displayed, because it has no white level. */
    private static double decibels(Image clean, Image restored) {
        return Psnr.decibels(
                Display.of(clean, clean), Display.of(restored, clean).clamped(), 1);
    }
}

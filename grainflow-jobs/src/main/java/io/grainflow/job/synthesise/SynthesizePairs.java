package io.grainflow.job.synthesise;

import io.grainflow.dataset.ManifestWriter;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.DataSettings;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds synthetic noise to the clean images of pairs: noise like the pairs' own, or of their cameras and ISOs. Denoisers are
 * trained on the resulting data set as on real pairs.
 *
 * @param model noise model
 * @param pairs pairs whose noise is imitated
 * @param sampling how the noise is drawn
 * @param copies noisy images per pair
 * @param out folder of {@code noisy/}, {@code clean/} and the manifest
 */
public record SynthesizePairs(
        @Required Path model,
        Data pairs,
        String sampling,
        int copies,
        @Required Path out,
        Seed seed,
        OverwritePolicy existing,
        ComputeOptions compute)
        implements Job<Synthesize.Result>, DataSettings<SynthesizePairs>, ComputeSettings<SynthesizePairs> {
    private static final int MOST_COPIES = 10_000;

    public SynthesizePairs {
        if (copies < 1 || copies > MOST_COPIES) {
            throw new InputException("copies", "expects 1 to " + MOST_COPIES + ", got " + copies, "change `copies`");
        }
    }

    /** One noisy image to be made. */
    private record Piece(PairEntry entry, int copy, String stem) {
        String noisy() {
            return "noisy/" + stem + "-" + copy + ".png";
        }

        String clean() {
            return "clean/" + stem + ".png";
        }
    }

    /** One noisy image per pair, with noise like the pair's own if the model supports it. The model, the data and the output have to be set. */
    public static SynthesizePairs defaults() {
        return new SynthesizePairs(
                Path.of(""),
                Data.defaults(),
                Sampling.AUTO,
                1,
                Path.of(""),
                new Seed(0),
                OverwritePolicy.REFUSE,
                ComputeOptions.defaults());
    }

    public SynthesizePairs model(Path model) {
        return RecordFields.with(this, "model", model);
    }

    @Override
    public SynthesizePairs pairs(Data pairs) {
        return RecordFields.with(this, "pairs", pairs);
    }

    public SynthesizePairs sampling(String sampling) {
        return RecordFields.with(this, "sampling", sampling);
    }

    public SynthesizePairs copies(int copies) {
        return RecordFields.with(this, "copies", copies);
    }

    public SynthesizePairs out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public SynthesizePairs seed(Seed seed) {
        return RecordFields.with(this, "seed", seed);
    }

    public SynthesizePairs existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public SynthesizePairs compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public Synthesize.Result execute(Monitor monitor) {
        ModelFile<NoiseSpec> file = Models.readNoise(model);
        if (file.units().domain() != PixelDomain.SRGB) {
            throw new InputException(
                    model.toString(),
                    "makes raw noise, but pairs are written as 8-bit pictures, which would cut it off",
                    "make raw images with `clean`, or train on the model directly");
        }
        try (NoiseModel noise = Models.noise(file, compute.inference())) {
            return synthesize(noise, monitor);
        }
    }

    private Synthesize.Result synthesize(NoiseModel noise, Monitor monitor) {
        Sampling how = Sampling.of(sampling, noise);
        PairSource source = pairs.open(PairKind.NOISY_AND_CLEAN);
        List<Piece> pieces = pieces(pairs.entries(source));
        Targets.folder(out.resolve("noisy"));
        Targets.folder(out.resolve("clean"));
        Targets.files(pieces.stream().map(piece -> out.resolve(piece.noisy())).toList(), existing);
        List<Piece> missing = existing == OverwritePolicy.KEEP
                ? pieces.stream()
                        .filter(piece -> !java.nio.file.Files.exists(out.resolve(piece.noisy())))
                        .toList()
                : pieces;
        BatchRunner<String> items = BatchRunner.together(
                "synth", missing, Piece::noisy, monitor, compute, piece -> make(piece, noise, how));
        List<String> bad = items.failures().stream().map(Failure::item).toList();
        ManifestWriter.write(
                out.resolve("manifest.csv"),
                pieces.stream()
                        .filter(piece -> !bad.contains(piece.noisy()))
                        .map(piece -> new ManifestWriter.Row(
                                piece.noisy(),
                                piece.clean(),
                                piece.entry().capture(),
                                piece.entry().scene()))
                        .toList());
        return new Synthesize.Result(items.done().size(), items.failures().size(), items.failures());
    }

    private List<Piece> pieces(List<PairEntry> entries) {
        List<Piece> pieces = new ArrayList<>();
        for (PairEntry entry : entries) {
            String stem = entry.name().replaceAll("\\.[A-Za-z]+$", "").replaceAll("[^A-Za-z0-9._-]", "-");
            for (int copy = 1; copy <= copies; copy++) {
                pieces.add(new Piece(entry, copy, stem));
            }
        }
        return pieces;
    }

    private String make(Piece piece, NoiseModel noise, Sampling how) {
        how.require(piece.entry().capture(), noise);
        NoisyPair pair = piece.entry().load();
        if (pair.clean().domain() != PixelDomain.SRGB) {
            throw new InputException(
                    piece.entry().name(), "is raw; pairs of finished pictures can be written", "train on it directly");
        }
        Seed own = seed.child("synth").child(piece.entry().name()).child(piece.copy());
        Image noisy = how.sample(noise, pair, own);
        ImageFiles.write(out.resolve(piece.clean()), pair.clean(), SampleFormat.U8);
        ImageFiles.write(out.resolve(piece.noisy()), noisy, SampleFormat.U8);
        return piece.noisy();
    }
}

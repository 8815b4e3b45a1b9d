package io.grainflow.job.synthesise;

import io.grainflow.dataset.ManifestWriter;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.run.BatchRunner;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.Sampling;
import io.grainflow.job.run.Targets;
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
 * Makes synthetic noise for the clean images of pairs, like the pairs' own or of their cameras and ISOs: a data set that denoisers are
 * trained on as on real pairs.
 *
 * @param model noise model
 * @param data the pairs
 * @param sampling how the noise is drawn
 * @param copies noisy images per pair
 * @param out folder of {@code noisy/}, {@code clean/} and the manifest
 */
public record SynthesizePairs(
        Path model,
        Data data,
        String sampling,
        int copies,
        Path out,
        Seed seed,
        OverwritePolicy existing,
        ComputeOptions engine)
        implements Job<Synthesize.Result> {
    private static final int MOST_COPIES = 10_000;

    public SynthesizePairs {
        if (copies < 1 || copies > MOST_COPIES) {
            throw new InputException("copies", "expects 1 to " + MOST_COPIES + ", got " + copies, "change --copies");
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

    @Override
    public Synthesize.Result run(Monitor monitor) {
        ModelFile<NoiseSpec> file = Models.readNoise(model);
        if (file.units().domain() != PixelDomain.SRGB) {
            throw new InputException(
                    model.toString(),
                    "makes raw noise, but pairs are written as 8-bit pictures, which would cut it off",
                    "make raw images with --clean, or train on the model directly");
        }
        NoiseModel noise = Models.noise(file, engine.inference());
        Sampling how = Sampling.of(sampling, noise);
        PairSource source = data.open(PairKind.NOISY_AND_CLEAN);
        List<Piece> pieces = pieces(data.entries(source));
        Targets.folder(out.resolve("noisy"));
        Targets.folder(out.resolve("clean"));
        Targets.files(pieces.stream().map(piece -> out.resolve(piece.noisy())).toList(), existing);
        List<Piece> missing = existing == OverwritePolicy.KEEP
                ? pieces.stream()
                        .filter(piece -> !java.nio.file.Files.exists(out.resolve(piece.noisy())))
                        .toList()
                : pieces;
        BatchRunner<String> items =
                BatchRunner.together("synth", missing, Piece::noisy, monitor, engine, piece -> make(piece, noise, how));
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

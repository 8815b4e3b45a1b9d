package io.grainflow.job.evaluate;

import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.ImageSet;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.Models;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Identifies the camera and ISO whose noise is most like the noise of images.
 *
 * @param model a noise model that recognises noise
 * @param subject images or pairs to identify
 * @param denoiser denoiser that estimates clean images if none are given; without it, thresholded cosine transforms at the estimated
 *     noise level
 */
public record Identify(@Required Path model, Subject subject, Optional<Path> denoiser, ComputeOptions compute)
        implements Job<Identification>, ComputeSettings<Identify> {
    /** The images or pairs to identify. */
    public sealed interface Subject {
        /**
         * Images.
         *
         * @param images a file or a folder
         * @param clean the same images without noise: a file, or a folder with the same names
         */
        record Images(@Required Path images, Optional<Path> clean) implements Subject {
            /** The images have to be set. */
            public static Images defaults() {
                return new Images(Path.of(""), Optional.empty());
            }
        }

        /**
         * Pairs whose camera and ISO are known, to measure how often they are identified.
         *
         * @param blind whether the given clean images are ignored and estimated instead
         */
        record Pairs(Data pairs, boolean blind) implements Subject {
            /** The pairs have to be set. */
            public static Pairs defaults() {
                return new Pairs(Data.defaults(), false);
            }
        }
    }

    /** Default settings. The model and the subject have to be set. */
    public static Identify defaults() {
        return new Identify(Path.of(""), Subject.Images.defaults(), Optional.empty(), ComputeOptions.defaults());
    }

    public Identify model(Path model) {
        return RecordFields.with(this, "model", model);
    }

    public Identify subject(Subject subject) {
        return RecordFields.with(this, "subject", subject);
    }

    public Identify denoiser(Path denoiser) {
        return RecordFields.with(this, "denoiser", Optional.of(denoiser));
    }

    @Override
    public Identify compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    /** Images of unknown cameras: a file or a folder. */
    public Identify images(Path images) {
        return subject(new Subject.Images(images, Optional.empty()));
    }

    /** Pairs of known cameras, with their clean images. */
    public Identify data(String data) {
        return subject(new Subject.Pairs(Data.all(data), false));
    }

    @Override
    public Identification execute(Monitor monitor) {
        Inference inference = compute.inference();
        try (NoiseModel noise = Models.noise(Models.readNoise(model), inference)) {
            if (!(noise instanceof NoiseAwareModel aware)) {
                throw new InputException(
                        model.toString(), "is no model that recognises noise", "train one with train noise naflow");
            }
            try (CleanEstimate estimate = CleanEstimate.by(denoiser, inference)) {
                return subject instanceof Subject.Pairs pairs
                        ? pairs(aware, pairs, estimate, monitor)
                        : images(aware, (Subject.Images) subject, estimate, monitor);
            }
        }
    }

    private Identification pairs(NoiseAwareModel aware, Subject.Pairs pairs, CleanEstimate estimate, Monitor monitor) {
        List<PairEntry> entries = pairs.pairs().entries(pairs.pairs().open(PairKind.NOISY_AND_CLEAN));
        BatchRunner<Identification.Identified> items =
                BatchRunner.together("identify", entries, PairEntry::name, monitor, compute, entry -> {
                    NoisyPair pair = entry.load();
                    Image clean = pairs.blind() ? estimate.clean(pair.noisy()) : pair.clean();
                    return identified(aware, entry.name(), clean, pair.noisy(), Optional.of(pair.capture()));
                });
        return Identification.of(items);
    }

    private Identification images(
            NoiseAwareModel aware, Subject.Images images, CleanEstimate estimate, Monitor monitor) {
        List<ImageSet.Member> members = ImageSet.of(images.images());
        BatchRunner<Identification.Identified> items =
                BatchRunner.together("identify", members, ImageSet.Member::name, monitor, compute, member -> {
                    Image noisy = ImageFiles.read(member.file()).image();
                    Image clean = images.clean()
                            .map(path -> partner(path, member, noisy))
                            .orElseGet(() -> estimate.clean(noisy));
                    return identified(aware, member.name(), clean, noisy, Optional.empty());
                });
        return Identification.of(items);
    }

    private static Image partner(Path clean, ImageSet.Member member, Image noisy) {
        Path file = Files.isDirectory(clean) ? clean.resolve(member.name()) : clean;
        Image image = ImageFiles.read(file).image();
        if (!image.sameShape(noisy)) {
            throw new InputException(
                    file.toString(), "has another size than " + member.name(), "give its own clean image");
        }
        return image;
    }

    private static Identification.Identified identified(
            NoiseAwareModel aware, String name, Image clean, Image noisy, Optional<Capture> truth) {
        List<Identification.Candidate> candidates =
                Identification.candidates(aware.logLikelihoods(clean, noisy), noisy.size());
        int rank = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Identification.Candidate candidate = candidates.get(i);
            if (truth.isPresent() && truth.get().equals(Capture.of(candidate.camera(), candidate.iso()))) {
                rank = i + 1;
            }
        }
        return new Identification.Identified(name, truth.map(Capture::toString).orElse(""), rank, candidates);
    }
}

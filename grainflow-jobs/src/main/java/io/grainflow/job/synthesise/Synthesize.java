package io.grainflow.job.synthesise;

import io.grainflow.dataset.ManifestWriter;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.ImageOutputs;
import io.grainflow.job.batch.ImageSet;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes noisy images from clean ones. Noise depends on the seed and the image's name only. Images are clipped to [0,1]
 * and rounded to the bit depth of the clean file; float files stay float and unclipped; raw files become DNG.
 *
 * @param model noise model
 * @param clean an image or a folder of them
 * @param source camera, or example images, whose noise is made
 * @param temperature factor on the standard deviations of the latent sample; 1 samples the model itself
 * @param out folder of the noisy images and their manifest
 */
public record Synthesize(
        @Required Path model,
        @Required Path clean,
        Source source,
        double temperature,
        @Required Path out,
        Seed seed,
        OverwritePolicy existing,
        ComputeOptions compute)
        implements Job<Synthesize.Result>, ComputeSettings<Synthesize> {
    private static final String MANIFEST = "manifest.csv";

    /** The source of the noise: a camera, or example images. */
    public sealed interface Source {
        /**
         * Noise of a camera and ISO that the model knows.
         *
         * @param extrapolate whether the ISO may be unknown to the model; for noise-flow only
         */
        record Known(@Required String camera, @Required int iso, boolean extrapolate) implements Source {
            public Known {
                if (!camera.isEmpty() && camera.isBlank()) {
                    throw new InputException("camera", "is blank", "give `camera` a name that the model knows");
                }
                if (iso < 0) {
                    throw new InputException("iso", "expects a positive one, got " + iso, "change `iso`");
                }
            }

            /** The camera has to be set. */
            public static Known defaults() {
                return new Known("", 0, false);
            }
        }

        /**
         * Noise like that of an image, without metadata.
         *
         * @param noisy a file, or a folder with the names of the clean images
         * @param clean the same images without noise: a file or a folder; if empty, the clean images themselves if {@code noisy} is a
         *     folder, else an estimate
         * @param sampling how, as {@link io.grainflow.noise.LikeSampling#parse} reads it, or auto
         */
        record Like(@Required Path noisy, Optional<Path> clean, String sampling) implements Source {
            /** The model's best way. The image has to be set. */
            public static Like defaults() {
                return new Like(Path.of(""), Optional.empty(), Sampling.AUTO);
            }
        }

        /**
         * Noise of a model that does not distinguish cameras and ISOs.
         *
         * @param blind true
         */
        record Blind(@Required boolean blind) implements Source {
            public Blind {
                if (!blind) {
                    throw new InputException("source", "is blind or of a camera", "give `camera` and `iso`");
                }
            }

            /** The source, which has nothing to set. */
            public static Blind defaults() {
                return new Blind(true);
            }
        }
    }

    /**
     * The result.
     *
     * @param images number of images written
     * @param failed number of images that could not be made
     */
    public record Result(int images, int failed, List<Failure> failures) implements Outcome {}

    /** Temperature 1. The model, the clean images, the source and the output have to be set. */
    public static Synthesize defaults() {
        return new Synthesize(
                Path.of(""),
                Path.of(""),
                Source.Known.defaults(),
                1,
                Path.of(""),
                new Seed(0),
                OverwritePolicy.REFUSE,
                ComputeOptions.defaults());
    }

    public Synthesize model(Path model) {
        return RecordFields.with(this, "model", model);
    }

    public Synthesize clean(Path clean) {
        return RecordFields.with(this, "clean", clean);
    }

    public Synthesize source(Source source) {
        return RecordFields.with(this, "source", source);
    }

    public Synthesize temperature(double temperature) {
        return RecordFields.with(this, "temperature", temperature);
    }

    public Synthesize out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public Synthesize seed(Seed seed) {
        return RecordFields.with(this, "seed", seed);
    }

    public Synthesize existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public Synthesize compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    /** Noise of a camera and ISO that the model knows. */
    public Synthesize camera(String camera, int iso) {
        return source(new Source.Known(camera, iso, false));
    }

    /** Noise like that of an image, or of those in a folder. */
    public Synthesize like(Path noisy) {
        return source(RecordFields.with(Source.Like.defaults(), "noisy", noisy));
    }

    @Override
    public Result execute(Monitor monitor) {
        try (SynthesisNoise noise = SynthesisNoise.of(model, source, temperature, compute)) {
            return synthesize(noise, monitor);
        }
    }

    private Result synthesize(SynthesisNoise noise, Monitor monitor) {
        ImageOutputs outputs = ImageOutputs.of(ImageSet.of(clean), out, existing);
        KeptCaptures kept = KeptCaptures.of(out, noise.common());
        Map<String, Capture> captures = new ConcurrentHashMap<>();
        Set<String> bad = new HashSet<>();
        try {
            BatchRunner<String> items = BatchRunner.together(
                    "synth", outputs.missing(existing), pair -> pair.input().name(), monitor, compute, pair -> {
                        captures.put(pair.targetName(), make(noise, pair));
                        return pair.targetName();
                    });
            items.failures().forEach(failure -> bad.add(failure.item()));
            return new Result(items.done().size(), items.failures().size(), items.failures());
        } finally {
            // also if the run is stopped, so that finished images keep their rows when it is resumed
            writeManifest(outputs, bad, captures, kept, monitor);
        }
    }

    private Capture make(SynthesisNoise noise, ImageOutputs.Pair pair) {
        String name = pair.input().name();
        DecodedImage decoded = ImageFiles.read(pair.input().file());
        SynthesisNoise.Made made = noise.make(name, decoded, seed.child("synth").child(name));
        ImageFiles.writeLike(pair.target(), made.image(), decoded);
        return made.capture();
    }

    /** Kept images have the noise of an earlier run. Clean paths are relative where they can be, so that both folders may move together. */
    private void writeManifest(
            ImageOutputs outputs, Set<String> bad, Map<String, Capture> made, KeptCaptures kept, Monitor monitor) {
        List<ImageOutputs.Pair> there = outputs.pairs().stream()
                .filter(pair -> !bad.contains(pair.input().name()) && Files.exists(pair.target()))
                .toList();
        kept.note(
                there.stream()
                        .map(ImageOutputs.Pair::targetName)
                        .filter(name -> !made.containsKey(name))
                        .toList(),
                monitor);
        ManifestWriter.write(
                out.resolve(MANIFEST),
                there.stream()
                        .map(pair -> new ManifestWriter.Row(
                                pair.targetName(),
                                relative(pair.input().file()),
                                Optional.ofNullable(made.get(pair.targetName()))
                                        .orElseGet(() -> kept.of(pair.targetName())),
                                stem(pair.targetName())))
                        .toList());
    }

    private String relative(Path file) {
        Path target = file.toAbsolutePath().normalize();
        Path base = out.toAbsolutePath().normalize();
        boolean oneRoot = base.getRoot() != null && base.getRoot().equals(target.getRoot());
        return (oneRoot ? base.relativize(target) : target).toString().replace('\\', '/');
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }
}

package io.grainflow.job.synthesise;

import io.grainflow.dataset.ManifestWriter;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.job.run.BatchRunner;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.ImageOutputs;
import io.grainflow.job.run.ImageSet;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.pair.Capture;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Makes noisy images from clean ones. Noise depends on the seed and the image's name only. Images are clipped to [0,1]
 * and rounded to the bit depth of the clean file; float files stay float and unclipped; raw files become DNG.
 *
 * @param model noise model
 * @param clean an image or a folder of them
 * @param source whose noise
 * @param temperature of the sample: latent deviations are multiplied by it; 1 for the model as it is
 * @param out folder of the noisy images and their manifest
 */
public record Synthesize(
        Path model,
        Path clean,
        Source source,
        double temperature,
        Path out,
        Seed seed,
        OverwritePolicy existing,
        ComputeOptions engine)
        implements Job<Synthesize.Result> {
    private static final String MANIFEST = "manifest.csv";

    /** Whose noise is made. */
    public sealed interface Source {
        /**
         * That of a camera and ISO that the model knows.
         *
         * @param extrapolate whether the ISO may be one that it does not know; for noise-flow only
         */
        record Known(String camera, int iso, boolean extrapolate) implements Source {}

        /**
         * That of an image, without metadata.
         *
         * @param noisy a file, or a folder with the names of the clean images
         * @param clean the same without noise: a file or a folder; without it, the clean images themselves where {@code noisy} is a
         *     folder, else an estimate
         * @param sampling how, as {@link io.grainflow.noise.LikeSampling#parse} reads it
         */
        record Like(Path noisy, Optional<Path> clean, String sampling) implements Source {}
    }

    /**
     * What was made.
     *
     * @param images how many images were written
     * @param failed how many could not be made
     */
    public record Result(int images, int failed, List<Failure> failures) implements Outcome {}

    @Override
    public Result run(Monitor monitor) {
        SynthesisNoise noise = SynthesisNoise.of(model, source, temperature, engine);
        ImageOutputs outputs = ImageOutputs.of(ImageSet.of(clean), out, existing);
        Map<String, Capture> captures = new ConcurrentHashMap<>();
        BatchRunner<String> items = BatchRunner.together(
                "synth", outputs.missing(existing), pair -> pair.input().name(), monitor, engine, pair -> {
                    DecodedImage decoded = ImageFiles.read(pair.input().file());
                    Seed own = seed.child("synth").child(pair.input().name());
                    SynthesisNoise.Made made = noise.make(pair.input().name(), decoded, own);
                    captures.put(pair.targetName(), made.capture());
                    ImageFiles.writeLike(pair.target(), made.image(), decoded);
                    return pair.targetName();
                });
        writeManifest(outputs, items.failures(), captures, noise);
        return new Result(items.done().size(), items.failures().size(), items.failures());
    }

    /** Clean paths are relative where they can be, so that both folders may move together. */
    private void writeManifest(
            ImageOutputs outputs, List<Failure> failures, Map<String, Capture> captures, SynthesisNoise noise) {
        Set<String> bad = failures.stream().map(Failure::item).collect(Collectors.toSet());
        List<ManifestWriter.Row> rows = outputs.pairs().stream()
                .filter(pair -> !bad.contains(pair.input().name()))
                .map(pair -> new ManifestWriter.Row(
                        pair.targetName(),
                        relative(pair.input().file()),
                        captures.getOrDefault(pair.targetName(), noise.usual()),
                        stem(pair.targetName())))
                .toList();
        ManifestWriter.write(out.resolve(MANIFEST), rows);
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

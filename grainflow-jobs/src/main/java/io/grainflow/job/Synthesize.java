package io.grainflow.job;

import io.grainflow.dataset.ManifestWriter;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.model.Models;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes noisy images from clean ones. Noise depends on the seed and the image's name only. Images are clipped to [0,1]
 * and rounded to the bit depth of the clean file; float files stay float and unclipped.
 *
 * @param model noise model
 * @param clean an image or a folder of them
 * @param camera whose noise; one that the model knows
 * @param out folder of the noisy images and their manifest
 */
public record Synthesize(
        Path model, Path clean, String camera, int iso, Path out, Seed seed, Existing existing, Engine engine)
        implements Job<Synthesize.Result> {
    private static final String MANIFEST = "manifest.csv";

    /**
     * What was made.
     *
     * @param images how many images were written
     * @param failed how many could not be made
     */
    public record Result(int images, int failed, List<Failure> failures) implements Outcome {}

    @Override
    public Result run(Monitor monitor) {
        NoiseModel noise = Models.noise(Models.readNoise(model));
        Capture capture = Capture.of(camera, iso);
        List<Capture> known = noise.captures();
        if (!known.isEmpty() && !known.contains(capture)) {
            throw new UnknownCaptureException(capture, known);
        }
        ImageOutputs outputs = ImageOutputs.of(ImageSet.of(clean), out, existing);
        Items<String> items = Items.together(
                "synth", outputs.missing(existing), pair -> pair.input().name(), monitor, engine, pair -> {
                    DecodedImage decoded = ImageFiles.read(pair.input().file());
                    Seed own = seed.child("synth").child(pair.input().name());
                    ImageFiles.write(pair.target(), noise.sampleNoisy(decoded.image(), capture, own), decoded.format());
                    return pair.targetName();
                });
        writeManifest(outputs, items.failures(), capture);
        return new Result(items.done().size(), items.failures().size(), items.failures());
    }

    /** Clean paths are relative where they can be, so that both folders may move together. */
    private void writeManifest(ImageOutputs outputs, List<Failure> failures, Capture capture) {
        Set<String> bad = failures.stream().map(Failure::item).collect(Collectors.toSet());
        List<ManifestWriter.Row> rows = outputs.pairs().stream()
                .filter(pair -> !bad.contains(pair.input().name()))
                .map(pair -> new ManifestWriter.Row(
                        pair.targetName(), relative(pair.input().file()), capture, stem(pair.targetName())))
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

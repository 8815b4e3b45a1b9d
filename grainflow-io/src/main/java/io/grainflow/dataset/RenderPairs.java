package io.grainflow.dataset;

import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pairs of a noisy render and a reference render with many samples. Both images contain the albedo and normals of the noisy render, because
 * these are auxiliary inputs and are not denoised.
 *
 * @param renders the pairs
 */
record RenderPairs(List<Rendering> renders) implements PairSource {
    RenderPairs {
        renders = List.copyOf(renders);
    }

    /** A noisy render and its reference. */
    record Rendering(String scene, Shot.Rendered noisy, Path reference) implements PairEntry {
        @Override
        public String name() {
            return scene + "/" + noisy.name();
        }

        @Override
        public Capture capture() {
            return PairedFolders.UNSPECIFIED;
        }

        @Override
        public NoisyPair load() {
            Image image = noisy.load();
            Image light = ImageFiles.read(reference).image();
            if (light.height() != image.height()
                    || light.width() != image.width()
                    || light.channels() > image.channels()
                    || light.domain() != image.domain()) {
                throw new InputException(
                        reference.toString(),
                        "is " + light + ", the render " + noisy.name() + " is " + image,
                        "render both alike");
            }
            float[] values = image.toArray();
            System.arraycopy(light.toArray(), 0, values, 0, light.size());
            return new NoisyPair(
                    scene, Image.adopt(image.domain(), image.height(), image.width(), values), image, capture());
        }
    }

    @Override
    public List<PairEntry> entries() {
        return List.copyOf(renders);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(
                renders.stream()
                        .flatMap(
                                render -> Stream.concat(render.noisy().files().stream(), Stream.of(render.reference())))
                        .toList(),
                "renders\n");
    }
}

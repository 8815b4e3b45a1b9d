package io.grainflow.job.compare;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.evaluate.NoiseScoring;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the page shows of a model's samples: histograms of the noise, and the middles of a few images. */
final class ModelSamples implements NoiseScoring.Observer {
    /** The histogram of one camera and ISO as it is kept. */
    record Kept(String camera, int iso, NoiseHistogram histogram) {}

    private final HeldOut pairs;
    private final Map<Capture, NoiseHistogram> noise = new HashMap<>();
    private final Map<String, Image> crops = new TreeMap<>();

    ModelSamples(HeldOut pairs) {
        this.pairs = pairs;
    }

    @Override
    public void sampled(PairEntry entry, NoisyPair pair, Image synthetic) {
        NoiseHistogram bins = pairs.noise().get(entry.capture());
        if (bins == null) {
            return;
        }
        Image limited = synthetic.clamped();
        NoiseHistogram one =
                NoiseHistogram.empty(bins.width(), bins.counts().size() / 2).with(pair.clean(), limited);
        synchronized (this) {
            noise.merge(entry.capture(), one, NoiseHistogram::plus);
            if (pairs.crops().containsKey(entry.name())) {
                crops.put(entry.name(), HeldOut.middle(limited));
            }
        }
    }

    /** The histogram of the synthetic noise of a camera and ISO, if the model knows it. */
    Optional<NoiseHistogram> histogram(Capture capture) {
        return Optional.ofNullable(noise.get(capture));
    }

    /** The middle of the sample for one of the shown pairs, limited to [0,1]. */
    Optional<Image> crop(String pair) {
        return Optional.ofNullable(crops.get(pair));
    }

    List<Kept> histograms() {
        List<Kept> all = new ArrayList<>();
        new TreeMap<>(noise)
                .forEach((capture, histogram) ->
                        all.add(new Kept(capture.camera().code(), capture.iso(), histogram)));
        return all;
    }

    void writeCrops(Path file) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        crops.forEach((pair, image) -> tensors.put(
                pair, StoredTensor.ofFloats(image.toArray(), image.channels(), image.height(), image.width())));
        Safetensors.write(file, new Safetensors.Contents(Map.of("grainflow.crops", "samples [C,H,W]"), tensors));
    }

    /** What was kept of an earlier run; empty if the crops are gone. */
    static Optional<ModelSamples> read(HeldOut pairs, List<Kept> histograms, Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ModelSamples samples = new ModelSamples(pairs);
        histograms.forEach(kept -> samples.noise.put(Capture.of(kept.camera(), kept.iso()), kept.histogram()));
        try {
            Safetensors.read(file)
                    .tensors()
                    .forEach((pair, tensor) -> Optional.ofNullable(pairs.crops().get(pair))
                            .ifPresent(crop ->
                                    samples.crops.put(pair, image(crop.clean().domain(), tensor))));
        } catch (InputException damaged) {
            return Optional.empty();
        }
        return Optional.of(samples);
    }

    private static Image image(PixelDomain domain, StoredTensor tensor) {
        int[] shape = Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
        return Image.adopt(domain, shape[1], shape[2], tensor.toFloats());
    }
}

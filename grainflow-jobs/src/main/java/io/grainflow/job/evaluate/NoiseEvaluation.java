package io.grainflow.job.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.pair.Capture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Synthetic noise compared with real noise.
 *
 * @param images one score per pair
 * @param captures unweighted means over the images of each camera and ISO
 * @param average unweighted mean over all images; of their grey levels together where the rule says so
 * @param averageOverCaptures unweighted mean over the cameras and ISOs
 * @param leftOut how many pairs were not scored because the model does not know their camera and ISO
 * @param failed number of pairs that could not be compared
 */
public record NoiseEvaluation(
        List<ImageScore> images,
        List<CaptureScore> captures,
        NoiseScore average,
        NoiseScore averageOverCaptures,
        int leftOut,
        int failed,
        List<Failure> failures)
        implements Outcome {
    /** The score of one pair. */
    public record ImageScore(
            String name,
            String scene,
            String camera,
            int iso,
            @JsonUnwrapped NoiseScore score) {}

    /**
     * The mean score of the images of one camera and ISO.
     *
     * @param images number of images
     * @param realCorrelation mean noise correlation map of the real noise, lags -5..5, row lag first
     * @param syntheticCorrelation that of the synthetic noise
     */
    public record CaptureScore(
            String camera,
            int iso,
            int images,
            @JsonUnwrapped NoiseScore score,
            List<List<Double>> realCorrelation,
            List<List<Double>> syntheticCorrelation) {}

    /** The score of one image, and what figures of several images together are computed of: correlation maps, counts of grey levels. */
    public record Scored(
            String name,
            String scene,
            Capture capture,
            NoiseScore score,
            CorrelationMap realMap,
            CorrelationMap map,
            LevelCounts levels) {}

    public static NoiseEvaluation of(BatchRunner<Scored> items, int leftOut) {
        Map<Capture, List<Scored>> byCapture = new TreeMap<>();
        List<ImageScore> images = new ArrayList<>();
        for (Scored item : items.done()) {
            byCapture.computeIfAbsent(item.capture(), key -> new ArrayList<>()).add(item);
            images.add(new ImageScore(
                    item.name(),
                    item.scene(),
                    item.capture().camera().code(),
                    item.capture().iso(),
                    item.score()));
        }
        List<CaptureScore> captures = new ArrayList<>();
        byCapture.forEach((capture, scored) -> captures.add(capture(capture, scored)));
        NoiseScore mean = NoiseScore.mean(images.stream().map(ImageScore::score).toList());
        return new NoiseEvaluation(
                List.copyOf(images),
                List.copyOf(captures),
                mean.pooled(mean.noiseCorrelationDistance(), levels(items.done())),
                NoiseScore.mean(captures.stream().map(CaptureScore::score).toList()),
                leftOut,
                items.failures().size(),
                items.failures());
    }

    /** The distance of the mean maps, not the mean of the distances: single maps are noisy themselves. */
    private static CaptureScore capture(Capture capture, List<Scored> scored) {
        CorrelationMap real =
                CorrelationMap.mean(scored.stream().map(Scored::realMap).toList());
        CorrelationMap synthetic =
                CorrelationMap.mean(scored.stream().map(Scored::map).toList());
        NoiseScore mean = NoiseScore.mean(scored.stream().map(Scored::score).toList());
        return new CaptureScore(
                capture.camera().code(),
                capture.iso(),
                scored.size(),
                mean.pooled(real.distance(synthetic), levels(scored)),
                real.rows(),
                synthetic.rows());
    }

    private static LevelCounts levels(List<Scored> scored) {
        return LevelCounts.sum(scored.stream().map(Scored::levels).toList());
    }
}

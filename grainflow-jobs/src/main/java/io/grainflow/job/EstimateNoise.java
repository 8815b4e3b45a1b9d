package io.grainflow.job;

import io.grainflow.file.ImageFiles;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.NoiseLevelEstimate;
import io.grainflow.noise.NoiseLevelEstimator;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Estimates the noise of images without a reference.
 *
 * @param images an image or a folder of them
 */
public record EstimateNoise(Path images, Engine engine) implements Job<NoiseEstimates> {
    @Override
    public NoiseEstimates run(Monitor monitor) {
        Items<NoiseEstimates.ImageNoise> items = Items.together(
                "estimate", ImageSet.of(images), ImageSet.Member::name, monitor, engine, EstimateNoise::estimate);
        return new NoiseEstimates(items.done(), items.failures().size(), items.failures());
    }

    private static NoiseEstimates.ImageNoise estimate(ImageSet.Member member) {
        NoiseLevelEstimate estimate =
                NoiseLevelEstimator.estimate(ImageFiles.read(member.file()).image());
        NoiseLevel level = estimate.level();
        return new NoiseEstimates.ImageNoise(
                member.name(),
                estimate.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                estimate.whiteSigma(),
                values(level.channels(), level::b1),
                values(level.channels(), level::b2),
                estimate.halvingRatio());
    }

    private static List<Double> values(int channels, IntToDoubleFunction value) {
        return IntStream.range(0, channels).mapToObj(value::applyAsDouble).toList();
    }
}

package io.grainflow.job.evaluate;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.Levels;
import io.grainflow.image.Image;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.ImageSet;
import io.grainflow.job.batch.PackedWork;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.estimate.NoiseLevelEstimate;
import io.grainflow.noise.estimate.NoiseLevelEstimator;
import io.grainflow.noise.estimate.NoiseLevelPool;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Estimates the noise of images without a reference, of each and of all together. Raw files are estimated by colour.
 *
 * @param images an image or a folder of them
 * @param levels digital numbers of black and white, for files that do not state them
 */
public record EstimateNoise(@Required Path images, Optional<Levels> levels, ComputeOptions compute)
        implements Job<NoiseEstimates>, ComputeSettings<EstimateNoise> {

    /** Default settings. The images have to be set. */
    public static EstimateNoise defaults() {
        return new EstimateNoise(Path.of(""), Optional.empty(), ComputeOptions.defaults());
    }

    public EstimateNoise images(Path images) {
        return RecordFields.with(this, "images", images);
    }

    public EstimateNoise levels(Levels levels) {
        return RecordFields.with(this, "levels", Optional.of(levels));
    }

    @Override
    public EstimateNoise compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public NoiseEstimates execute(Monitor monitor) {
        NoiseLevelPool pool = new NoiseLevelPool();
        List<NoiseEstimates.ImageNoise> done = new ArrayList<>();
        // in the order of the images, because the last bits of sums depend on the order
        List<Failure> failures = BatchRunner.each(
                "estimate", ImageSet.of(images), ImageSet.Member::name, monitor, compute, this::read, read -> {
                    pool.add(read.image());
                    done.add(read.noise());
                });
        Optional<NoiseEstimates.Together> together = done.size() < 2
                ? Optional.empty()
                : pool.level().map(level -> new NoiseEstimates.Together(slopes(level), offsets(level)));
        return new NoiseEstimates(List.copyOf(done), together, levels.map(Levels::range), failures.size(), failures);
    }

    /** An image and the noise estimated from it alone. */
    private record Read(Image image, NoiseEstimates.ImageNoise noise) {}

    private Read read(ImageSet.Member member) {
        DecodedImage decoded = ImageFiles.read(member.file());
        Image image = levels.isPresent() && decoded.raw().isEmpty()
                ? levels.get().apply(decoded)
                : PackedWork.planes(decoded);
        NoiseLevelEstimate estimate = NoiseLevelEstimator.estimate(image);
        return new Read(
                image,
                new NoiseEstimates.ImageNoise(
                        member.name(),
                        estimate.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        estimate.whiteSigma(),
                        slopes(estimate.level()),
                        offsets(estimate.level()),
                        estimate.halvingRatio()));
    }

    private static List<Double> slopes(NoiseLevel level) {
        return values(level.channels(), level::b1);
    }

    private static List<Double> offsets(NoiseLevel level) {
        return values(level.channels(), level::b2);
    }

    private static List<Double> values(int channels, IntToDoubleFunction value) {
        return IntStream.range(0, channels).mapToObj(value::applyAsDouble).toList();
    }
}

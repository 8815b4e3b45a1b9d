package io.grainflow.job.evaluate;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class EvaluationJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(
                new JobKind<>("evaluateNoise", "evaluate noise", EvaluateNoise.defaults()),
                new JobKind<>("evaluateDenoiser", "evaluate denoiser", EvaluateDenoiser.defaults()),
                new JobKind<>("evaluateImages", "evaluate images", EvaluateImages.defaults()),
                new JobKind<>("identify", "identify", Identify.defaults()),
                new JobKind<>("estimateNoise", "estimate", EstimateNoise.defaults()),
                new JobKind<>("measureBias", "bias", MeasureBias.defaults()));
    }
}

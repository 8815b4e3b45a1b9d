package io.grainflow.job.denoise;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class DenoisingJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(new JobKind<>("denoiseImages", "denoise", DenoiseImages.defaults()));
    }
}

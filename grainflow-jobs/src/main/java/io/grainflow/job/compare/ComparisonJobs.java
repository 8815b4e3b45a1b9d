package io.grainflow.job.compare;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class ComparisonJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(new JobKind<>("compareNoise", "compare", CompareNoise.defaults()));
    }
}

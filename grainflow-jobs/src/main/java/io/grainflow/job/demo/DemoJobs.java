package io.grainflow.job.demo;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class DemoJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(new JobKind<>("demo", "demo", Demo.defaults()));
    }
}

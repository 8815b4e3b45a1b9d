package io.grainflow.job.benchmark;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class BenchmarkJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(
                new JobKind<>("benchmark", "benchmark", Benchmark.defaults()),
                new JobKind<>("benchmarkNetworks", "benchmark", BenchmarkNetworks.defaults()));
    }
}

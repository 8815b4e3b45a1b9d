package io.grainflow.job.synthesise;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class SynthesisJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(
                new JobKind<>("simulate", "simulate", Simulate.defaults()),
                new JobKind<>("synthesize", "synth", Synthesize.defaults()),
                new JobKind<>("synthesizePairs", "synth", SynthesizePairs.defaults()));
    }
}

package io.grainflow.job.train;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class TrainingJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(
                new JobKind<>("trainNoise", "train noise", TrainNoise.defaults()),
                new JobKind<>("trainNaFlow", "train noise", TrainNaFlow.defaults()),
                new JobKind<>("trainNoiseFlow", "train noise", TrainNoiseFlow.defaults()),
                new JobKind<>("trainNoise2NoiseFlow", "train noise", TrainNoise2NoiseFlow.defaults()),
                new JobKind<>("trainNeca", "train noise", TrainNeca.defaults()),
                new JobKind<>("trainNmFlowGan", "train noise", TrainNmFlowGan.defaults()),
                new JobKind<>("trainC2n", "train noise", TrainC2n.defaults()),
                new JobKind<>("trainDenoiser", "train denoiser", TrainDenoiser.defaults()));
    }
}

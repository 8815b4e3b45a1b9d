package io.grainflow.job.file;

import io.grainflow.job.run.JobCatalogue;
import io.grainflow.job.run.JobKind;
import java.util.List;

/** The kinds of jobs of this package. */
public final class ModelFileJobs implements JobCatalogue {
    @Override
    public List<JobKind<?>> kinds() {
        return List.of(
                new JobKind<>("inspect", "inspect", Inspect.defaults()),
                new JobKind<>("importModel", "import", ImportModel.defaults()),
                new JobKind<>("exportModel", "export", ExportModel.defaults()),
                new JobKind<>("calibrateDenoiser", "calibrate", CalibrateDenoiser.defaults()));
    }
}

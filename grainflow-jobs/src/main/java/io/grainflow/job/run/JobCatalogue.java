package io.grainflow.job.run;

import java.util.List;

/**
 * The kinds of jobs of one package. Catalogues are found by {@link java.util.ServiceLoader}: one line in
 * {@code META-INF/services/io.grainflow.job.run.JobCatalogue} of any jar.
 */
public interface JobCatalogue {
    List<JobKind<?>> kinds();
}

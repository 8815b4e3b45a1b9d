package io.grainflow.job.file;

import io.grainflow.job.run.Job;
import io.grainflow.job.run.Targets;
import io.grainflow.model.ModelFile;
import io.grainflow.model.PublishedFormat;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;

/**
 * Turns published weights into a model file.
 *
 * @param file the published weights
 * @param format what they are
 * @param out where the model goes
 */
public record ImportModel(Path file, PublishedFormat format, Path out, boolean overwrite) implements Job<Inspection> {
    @Override
    public Inspection run(Monitor monitor) {
        Targets.file(out, overwrite);
        ModelFile<?> model = format.read(file);
        model.write(out);
        return new Inspect(out.toString()).run(monitor);
    }
}

package io.grainflow.job.file;

import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelSystems;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;

/**
 * Turns published weights into a model file.
 *
 * @param file the published weights
 * @param format name of their format, such as {@code dncnn}; {@link ModelSystems#formats} lists all formats
 * @param out model file to write
 */
public record ImportModel(
        @Required Path file,
        @Required String format,
        @Required Path out,
        OverwritePolicy existing) implements Job<Inspection> {

    /** Default settings. The file, the format and the output file have to be set. */
    public static ImportModel defaults() {
        return new ImportModel(Path.of(""), "", Path.of(""), OverwritePolicy.REFUSE);
    }

    public ImportModel file(Path file) {
        return RecordFields.with(this, "file", file);
    }

    public ImportModel format(String format) {
        return RecordFields.with(this, "format", format);
    }

    public ImportModel out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public ImportModel existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    public ImportModel {
        existing = existing.forOne();
    }

    @Override
    public Inspection execute(Monitor monitor) {
        Targets.file(out, existing);
        ModelFile<?> model = ModelSystems.format(format).read(file);
        model.write(out);
        return Inspection.ofModel(out.toString(), ModelFile.read(out));
    }
}

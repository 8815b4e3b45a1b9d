package io.grainflow.job.file;

import io.grainflow.export.BioimagePackage;
import io.grainflow.export.ExportFormat;
import io.grainflow.export.OnnxModel;
import io.grainflow.export.PackageTerms;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a model for other programs.
 *
 * @param model model file
 * @param to format to write
 * @param out file to write
 * @param authors authors of a package; an empty list means the default author
 * @param license licence of a package, as an SPDX identifier
 */
public record ExportModel(
        @Required Path model,
        ExportFormat to,
        @Required Path out,
        List<String> authors,
        String license,
        ComputeOptions compute,
        OverwritePolicy existing)
        implements Job<Exported>, ComputeSettings<ExportModel> {
    public ExportModel {
        authors = List.copyOf(authors);
        existing = existing.forOne();
    }

    /** Export as an ONNX file. The model and the output file have to be set. */
    public static ExportModel defaults() {
        return new ExportModel(
                Path.of(""),
                ExportFormat.ONNX,
                Path.of(""),
                List.of(),
                PackageTerms.DEFAULT_LICENSE,
                ComputeOptions.defaults(),
                OverwritePolicy.REFUSE);
    }

    public ExportModel model(Path model) {
        return RecordFields.with(this, "model", model);
    }

    public ExportModel to(ExportFormat to) {
        return RecordFields.with(this, "to", to);
    }

    public ExportModel out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public ExportModel authors(List<String> authors) {
        return RecordFields.with(this, "authors", authors);
    }

    public ExportModel license(String license) {
        return RecordFields.with(this, "license", license);
    }

    @Override
    public ExportModel compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    public ExportModel existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public Exported execute(Monitor monitor) {
        compute.inference();
        Targets.file(out, existing);
        ModelFile<?> file = ModelFile.read(model);
        requireOther();
        if (to == ExportFormat.ONNX) {
            OnnxModel onnx = OnnxModel.of(file);
            onnx.write(out);
            return Exported.of(out, to, file, onnx);
        }
        BioimagePackage made = packed(file);
        made.write(out);
        return Exported.of(out, to, file, made.onnx());
    }

    private BioimagePackage packed(ModelFile<?> file) {
        if (!(file.spec() instanceof DenoiserSpec denoiser)) {
            throw new InputException(
                    model.toString(),
                    "is a " + file.spec().kind() + ", bioimage.io packages are for models that take an image alone",
                    "give `to=onnx`");
        }
        ModelFile<DenoiserSpec> own =
                new ModelFile<>(denoiser, file.vocabulary(), file.units(), file.provenance(), file.weights());
        PackageTerms terms = PackageTerms.of(String.valueOf(model.getFileName()), authors, license);
        return BioimagePackage.of(model.toString(), own, terms, compute.threads());
    }

    /** If the output were the model file itself, overwriting would destroy the model. */
    private void requireOther() {
        try {
            if (Files.exists(out) && Files.isSameFile(out, model)) {
                throw new InputException(out.toString(), "is the model itself", "choose another name");
            }
        } catch (IOException e) {
            throw new InputException(out.toString(), "cannot be read", "check the path and its permissions", e);
        }
    }
}

package io.grainflow.job.file;

import io.grainflow.export.BioimagePackage;
import io.grainflow.export.ExportFormat;
import io.grainflow.export.OnnxModel;
import io.grainflow.export.PackageTerms;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Targets;
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
 * @param model its file
 * @param to what to write
 * @param out where it goes
 * @param authors of a package; none stands for the default
 * @param license of a package, an SPDX identifier
 */
public record ExportModel(
        Path model,
        ExportFormat to,
        Path out,
        List<String> authors,
        String license,
        ComputeOptions engine,
        boolean overwrite)
        implements Job<Exported> {
    public ExportModel {
        authors = List.copyOf(authors);
    }

    @Override
    public Exported run(Monitor monitor) {
        engine.start();
        Targets.file(out, overwrite);
        ModelFile<?> file = ModelFile.read(model);
        requireOther();
        if (to == ExportFormat.ONNX) {
            OnnxModel onnx = OnnxModel.of(file);
            onnx.write(out);
            return Exported.of(this, file, onnx);
        }
        BioimagePackage made = packed(file);
        made.write(out);
        return Exported.of(this, file, made.onnx());
    }

    private BioimagePackage packed(ModelFile<?> file) {
        if (!(file.spec() instanceof DenoiserSpec denoiser)) {
            throw new InputException(
                    model.toString(),
                    "is a " + file.spec().kind() + ", bioimage.io packages are for models that take an image alone",
                    "give --to onnx");
        }
        ModelFile<DenoiserSpec> own =
                new ModelFile<>(denoiser, file.vocabulary(), file.units(), file.provenance(), file.weights());
        PackageTerms terms = PackageTerms.of(String.valueOf(model.getFileName()), authors, license);
        return BioimagePackage.of(model.toString(), own, terms, engine.threads());
    }

    /** With --overwrite a model could be lost to its own export. */
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

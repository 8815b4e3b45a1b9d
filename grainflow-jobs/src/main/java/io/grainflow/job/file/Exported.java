package io.grainflow.job.file;

import io.grainflow.export.ExportFormat;
import io.grainflow.export.OnnxModel;
import io.grainflow.export.Port;
import io.grainflow.job.batch.FileHash;
import io.grainflow.job.run.Outcome;
import io.grainflow.model.ModelFile;
import io.grainflow.pair.Capture;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Description of an exported model: its inputs, outputs and limits.
 *
 * @param kind "noise model" or "denoiser"
 * @param format "onnx" or "bioimageio"
 * @param opset version of ONNX's operators
 * @param inputs inputs of the model
 * @param outputs outputs of the model
 * @param captures cameras and ISOs in the order of their indices; empty if the model does not depend on them
 * @param block height and width must be multiples of this number
 * @param reachPixels receptive radius in pixels around a tile of whole blocks; null if the result depends on the whole image
 * @param sha256 SHA-256 of the file
 */
public record Exported(
        String file,
        String kind,
        String format,
        int opset,
        List<Port> inputs,
        List<Port> outputs,
        List<String> captures,
        int block,
        @Nullable Integer reachPixels,
        String sha256)
        implements Outcome {
    static Exported of(Path file, ExportFormat to, ModelFile<?> model, OnnxModel onnx) {
        return new Exported(
                file.toString(),
                model.spec().kind(),
                to.word(),
                OnnxModel.OPSET,
                onnx.inputs(),
                onnx.outputs(),
                onnx.captures().stream().map(Capture::toString).toList(),
                onnx.block(),
                onnx.isGlobal() ? null : onnx.reach(),
                FileHash.sha256(file));
    }
}

import io.grainflow.Grainflow;
import io.grainflow.job.file.ExportModel;
import java.nio.file.Path;

/** Writes a model as an ONNX file: {@code ExportToOnnx mine.safetensors mine.onnx}. */
public final class ExportToOnnx {
    public static void main(String[] args) {
        Grainflow.run(ExportModel.defaults().model(Path.of(args[0])).out(Path.of(args[1])));
    }
}

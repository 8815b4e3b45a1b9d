import io.grainflow.Grainflow;
import io.grainflow.ModelSource;
import io.grainflow.job.run.ComputeOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a model that comes as a stream, such as from a database: {@code ModelFromStream model.safetensors noisy.png clean.png}. */
public final class ModelFromStream {
    public static void main(String[] args) throws Exception {
        try (var stream = Files.newInputStream(Path.of(args[0]));
                var denoiser = Grainflow.denoiser(ModelSource.stream("my model", stream), ComputeOptions.defaults())) {
            Grainflow.write(Path.of(args[2]), denoiser.denoise(Grainflow.read(Path.of(args[1]))));
        }
    }
}

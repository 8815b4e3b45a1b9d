import io.grainflow.Grainflow;
import java.nio.file.Path;

/** Restores an image file: {@code DenoiseFile noisy.png clean.png}. */
public final class DenoiseFile {
    public static void main(String[] args) {
        try (var denoiser = Grainflow.denoiser("dncnn-polyu")) {
            var restored = denoiser.denoise(Grainflow.read(Path.of(args[0])));
            Grainflow.write(Path.of(args[1]), restored);
        }
    }
}

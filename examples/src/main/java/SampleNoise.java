import io.grainflow.Grainflow;
import io.grainflow.random.Seed;
import java.nio.file.Path;

/** Adds the noise of a camera to a clean image: {@code SampleNoise clean.png noisy.png nikon-d800 6400}. */
public final class SampleNoise {
    public static void main(String[] args) {
        try (var noise = Grainflow.noiseModel("naflow-polyu")) {
            var clean = Grainflow.read(Path.of(args[0]));
            var noisy = noise.sample(clean, args[2], Integer.parseInt(args[3]), new Seed(7));
            Grainflow.write(Path.of(args[1]), noisy);
        }
    }
}

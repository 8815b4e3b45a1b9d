import io.grainflow.Grainflow;
import io.grainflow.random.Seed;
import java.nio.file.Path;

/** Adds noise like that of another picture: {@code SampleLike clean.png noisy.png night.png}. */
public final class SampleLike {
    public static void main(String[] args) {
        try (var noise = Grainflow.noiseModel("naflow-polyu")) {
            var clean = Grainflow.read(Path.of(args[0]));
            var example = Grainflow.read(Path.of(args[2]));
            Grainflow.write(Path.of(args[1]), noise.like(clean, example, new Seed(7)));
        }
    }
}

import io.grainflow.Grainflow;
import java.nio.file.Path;

/** Tells which cameras and ISO values an image's noise looks like: {@code IdentifyCamera night.png}. */
public final class IdentifyCamera {
    public static void main(String[] args) {
        try (var noise = Grainflow.noiseModel("naflow-polyu")) {
            for (var candidate : noise.identify(Grainflow.read(Path.of(args[0])))) {
                System.out.println(candidate.camera() + " " + candidate.iso() + " " + candidate.probability());
            }
        }
    }
}

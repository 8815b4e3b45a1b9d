import io.grainflow.Grainflow;
import io.grainflow.job.evaluate.EvaluateDenoiser;
import io.grainflow.job.run.Data;
import java.nio.file.Path;

/** Measures a denoiser on the test scenes of pairs: {@code EvaluateOwnDenoiser mine.safetensors pairs}. */
public final class EvaluateOwnDenoiser {
    public static void main(String[] args) {
        var job = EvaluateDenoiser.defaults()
                .model(Path.of(args[0]))
                .input(new EvaluateDenoiser.Pairs(new Data(args[1], Data.Part.TEST)));
        var figures = Grainflow.run(job);
        System.out.println(figures.average().before() + " -> " + figures.average().after());
    }
}

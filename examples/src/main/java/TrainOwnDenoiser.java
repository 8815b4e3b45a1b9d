import io.grainflow.Grainflow;
import io.grainflow.job.train.TrainDenoiser;
import io.grainflow.progress.Event;
import java.nio.file.Path;

/** Trains a denoiser on pairs for some minutes: {@code TrainOwnDenoiser pairs 60 mine.safetensors}. */
public final class TrainOwnDenoiser {
    public static void main(String[] args) {
        var job = TrainDenoiser.defaults().data(args[0]).minutes(Double.parseDouble(args[1])).out(Path.of(args[2]));
        var result = Grainflow.run(job, event -> {
            if (event instanceof Event.Advanced advanced) {
                System.out.println(advanced.done() + " " + advanced.figures());
            }
        });
        System.out.println(result);
    }
}

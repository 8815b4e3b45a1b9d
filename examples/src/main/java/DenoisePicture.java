import io.grainflow.Grainflow;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.progress.Event;
import java.io.File;
import javax.imageio.ImageIO;

/** Restores a picture of the JDK with two threads and tells how far it is: {@code DenoisePicture noisy.png clean.png}. */
public final class DenoisePicture {
    public static void main(String[] args) throws Exception {
        try (var denoiser = Grainflow.denoiser("dncnn-polyu", ComputeOptions.ofThreads(2))) {
            var restored = denoiser.denoise(ImageIO.read(new File(args[0])), event -> {
                if (event instanceof Event.Advanced advanced) {
                    System.out.println(advanced.done() + " %");
                }
            });
            ImageIO.write(restored, "png", new File(args[1]));
        }
    }
}

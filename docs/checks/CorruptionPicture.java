import io.grainflow.corruption.Corruption;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.SceneGenerator;
import io.grainflow.metric.Psnr;
import io.grainflow.model.Models;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A generated scene under a corruption, as denoisers restore it, and as it is, side by side. From the project's root, after a build:
 *
 * <pre>java -cp "grainflow-cli/target/lib/*" docs/checks/CorruptionPicture.java text:0.25 picture.png l2.safetensors l1.safetensors</pre>
 */
public final class CorruptionPicture {
    private static final int SIDE = 192;
    private static final int GAP = 4;

    private CorruptionPicture() {}

    public static void main(String[] args) {
        Image clean = SceneGenerator.scene(new Seed(11), SIDE, SIDE);
        Image noisy = Corruption.parse(args[0]).sampleNoisy(clean, Capture.of("any", 1), new Seed(3));
        List<Image> shown = new ArrayList<>(List.of(noisy));
        for (int i = 2; i < args.length; i++) {
            Image restored = Models.denoiser(Models.readDenoiser(Path.of(args[i])), Device.CPU).denoise(noisy);
            System.out.printf(Locale.ROOT, "%s: %.2f dB%n", args[i], Psnr.decibels(clean, restored.clamped(), 1));
            shown.add(restored);
        }
        shown.add(clean);
        int width = shown.size() * (SIDE + GAP) - GAP;
        float[] strip = new float[3 * SIDE * width];
        java.util.Arrays.fill(strip, 1);
        for (int k = 0; k < shown.size(); k++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < SIDE; y++) {
                    for (int x = 0; x < SIDE; x++) {
                        strip[(c * SIDE + y) * width + k * (SIDE + GAP) + x] = shown.get(k).at(c, y, x);
                    }
                }
            }
        }
        ImageFiles.write(Path.of(args[1]), Image.adopt(PixelDomain.SRGB, SIDE, width, strip), SampleFormat.U8);
    }
}

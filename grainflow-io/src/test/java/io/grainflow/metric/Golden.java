package io.grainflow.metric;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** Reference values computed with the authors' code. */
public record Golden(Safetensors.Contents contents) {
    /** A file of the test resources. */
    public static Golden resource(String name) {
        URL url = Objects.requireNonNull(Golden.class.getResource("/golden/" + name), name);
        try {
            return new Golden(Safetensors.read(Path.of(url.toURI())));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A file of the shared test material; without it the test is skipped. */
    public static Golden shared(String name) {
        Path file = Path.of(System.getProperty("grainflow.shared", "../shared"), "golden", name);
        Assumptions.assumeTrue(Files.exists(file), name + " is not beside the checkout");
        return new Golden(Safetensors.read(file));
    }

    public StoredTensor tensor(String name) {
        return Objects.requireNonNull(contents.tensors().get(name), name);
    }

    public double value(String name) {
        return tensor(name).toDoubles()[0];
    }

    /** Bytes [H,W,3] as an image. */
    public Image bytes(String name) {
        long[] shape = tensor(name).shape();
        return interleaved(tensor(name).toLongs(), (int) shape[0], (int) shape[1]);
    }

    /** Values [C,H,W] as an image, divided by white. */
    public Image floats(String name, float white) {
        long[] shape = tensor(name).shape();
        float[] values = tensor(name).toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] /= white;
        }
        return Image.adopt(PixelDomain.SRGB, (int) shape[1], (int) shape[2], values);
    }

    /** Values [H,W,C], or [H,W] for one channel, as an image, divided by white. */
    public Image floatsByPixel(String name, float white) {
        long[] shape = tensor(name).shape();
        float[] interleaved = tensor(name).toFloats();
        int plane = (int) (shape[0] * shape[1]);
        int channels = interleaved.length / plane;
        float[] values = new float[interleaved.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = interleaved[i % plane * channels + i / plane] / white;
        }
        return Image.adopt(PixelDomain.SRGB, (int) shape[0], (int) shape[1], values);
    }

    /** The index-th of values [N,C,H,W] as an image, divided by white. */
    public Image floats(String name, int index, float white) {
        long[] shape = tensor(name).shape();
        int size = (int) (shape[1] * shape[2] * shape[3]);
        float[] values = Arrays.copyOfRange(tensor(name).toFloats(), index * size, (index + 1) * size);
        for (int i = 0; i < values.length; i++) {
            values[i] /= white;
        }
        return Image.adopt(PixelDomain.SRGB, (int) shape[2], (int) shape[3], values);
    }

    private static Image interleaved(long[] bytes, int height, int width) {
        float[] values = new float[3 * height * width];
        for (int i = 0; i < height * width; i++) {
            for (int c = 0; c < 3; c++) {
                values[c * height * width + i] = bytes[3 * i + c] / 255f;
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }
}

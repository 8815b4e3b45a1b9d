package io.grainflow.file.exr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.file.AtomicFile;
import io.grainflow.file.Damage;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageHeader;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ExrTest {
    private static final int ROUNDS = 300;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"F32,1", "F32,3", "F16,1", "F16,3"})
    void valuesSurviveTheRoundTrip(SampleFormat format, int channels) throws IOException {
        Image image = light(channels, 37, 29);
        Path file = folder.resolve("a.exr");
        ImageFiles.write(file, image, format);
        byte[] bytes = Files.readAllBytes(file);
        DecodedImage decoded = ImageFiles.read(file);
        assertThat(decoded.format()).isEqualTo(format);
        assertThat(decoded.image().sameShape(image)).isTrue();
        for (int i = 0; i < image.size(); i++) {
            float value = image.values().get(i);
            float error = format == SampleFormat.F32 ? 0 : Math.abs(value) / 2048 + 1e-7f;
            assertThat(decoded.image().values().get(i)).isCloseTo(value, Offset.offset(error));
        }
        ImageFiles.writeLike(file, decoded.image(), decoded);
        assertThat(ImageFiles.read(file).image()).isEqualTo(decoded.image());
        ImageFiles.write(file, image, format);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(ImageFiles.header(file)).isEqualTo(new ImageHeader("exr", 37, 29));
    }

    @Test
    void halfFloatsStayFinite() {
        Path file = folder.resolve("bright.exr");
        Image image = Image.copyOf(PixelDomain.LINEAR, 1, 2, new float[] {1e9f, -1e9f});
        ImageFiles.write(file, image, SampleFormat.F16);
        assertThat(ImageFiles.read(file).image().toArray()).containsExactly(65504f, -65504f);
        ImageFiles.write(file, image, SampleFormat.F32);
        assertThat(ImageFiles.read(file).image()).isEqualTo(image);
    }

    @ParameterizedTest
    @CsvSource({
        "'B,G,R', 2 1 0",
        "'A,B,G,R', 3 2 1",
        "'X,Y,Z', 0 1 2",
        "'Y', 0",
        "'A,Y', 1",
        "'Z', 0",
        "'normal.X,normal.Y,normal.Z', 0 1 2"
    })
    void channelsComeInOrder(String names, String order) throws IOException {
        List<String> channels = List.of(names.split(","));
        int[] planes =
                Arrays.stream(order.split(" ")).mapToInt(Integer::parseInt).toArray();
        for (byte[] bytes : List.of(
                new ExrBuilder(channels, 9, 7).scanLines(2, 1),
                new ExrBuilder(channels, 9, 7).tiles(4, 3),
                new ExrBuilder(channels, 9, 7).tiles(16, 16))) {
            Path file = Files.write(folder.resolve("channels.exr"), bytes);
            Image image = ImageFiles.read(file).image();
            assertThat(image.channels()).isEqualTo(planes.length);
            for (int i = 0; i < image.size(); i++) {
                assertThat(image.values().get(i)).isEqualTo(ExrBuilder.value(planes[i / 63], i % 63 / 7, i % 7));
            }
        }
    }

    @Test
    void whatIsNotReadIsToldWithItsName() throws IOException {
        assertFails(new ExrBuilder(List.of("depth", "id"), 4, 4).scanLines(2, 1), "has the channels depth, id; export");
        assertFails(new ExrBuilder(List.of("a.R", "a.G", "b.B"), 4, 4).scanLines(2, 1), "has the channels a.R, a.G");
        assertFails(new ExrBuilder(List.of("id"), 4, 4).scanLines(0, 1), "has the channels id");
        assertFails(new ExrBuilder(List.of("RY"), 4, 4).scanLines(2, 2), "has the channel RY at a lower resolution");
        byte[] exr = new ExrBuilder(List.of("B", "G", "R"), 4, 4).scanLines(2, 1);
        assertFails(Arrays.copyOf(exr, exr.length - 1), "is damaged or truncated (a chunk");
        assertFails(Arrays.copyOf(exr, 100), "is damaged or truncated (it ends too early)");
        assertFails("no image at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "is no OpenEXR file");
        exr[5] = 0x10;
        assertFails(exr, "has several parts");
        exr[5] = 8;
        assertFails(exr, "holds deep pixels");
        assertFails(new byte[0], "is empty (0 bytes)");
    }

    @Test
    void valuesThatAreNotFiniteAreRefusedWithTheirPlace() throws IOException {
        float[] values = new float[3 * 8 * 8];
        values[2 * 64 + 3 * 8 + 5] = Float.POSITIVE_INFINITY;
        Path file = folder.resolve("infinite.exr");
        ImageFiles.write(file, Image.copyOf(PixelDomain.LINEAR, 8, 8, values), SampleFormat.F32);
        assertFails(Files.readAllBytes(file), "has the value Infinity at row 3, column 5");
    }

    @ParameterizedTest
    @EnumSource(
            value = ExrHeader.Compression.class,
            names = {"NONE", "RLE", "ZIPS", "ZIP", "PIZ"})
    void damagedFilesNeverFailInAnotherWay(ExrHeader.Compression compression) throws IOException {
        Path file = folder.resolve("damaged.exr");
        Image image = light(3, 40, 33);
        for (boolean half : new boolean[] {false, true}) {
            AtomicFile.write(file, out -> ExrEncoder.encode(image, half, compression, out));
            Image whole = ImageFiles.read(file).image();
            assertThat(whole.at(1, 20, 20)).isCloseTo(image.at(1, 20, 20), Offset.offset(0.01f));
            assertThat(Damage.toEveryPart(file, 600, ROUNDS, ImageFiles::read)).isPositive();
        }
        Files.write(file, new ExrBuilder(List.of("B", "G", "R"), 21, 17).tiles(8, 8));
        assertThat(Damage.toEveryPart(file, 600, ROUNDS, ImageFiles::read)).isPositive();
    }

    @Test
    void rendersOfBlenderAreRead() {
        Path scene = Path.of(System.getProperty("grainflow.shared", "../shared"), "data", "render", "cornell-box");
        assumeTrue(Files.isDirectory(scene), "the renders are not there");
        DecodedImage noisy = ImageFiles.read(scene.resolve("noisy-08spp-1-color.exr"));
        Image reference = ImageFiles.read(scene.resolve("reference-color.exr")).image();
        assertThat(noisy.format()).isEqualTo(SampleFormat.F16);
        assertThat(noisy.image().domain()).isEqualTo(PixelDomain.LINEAR);
        assertThat(noisy.image().sameShape(reference)).isTrue();
        // published with the renders: relative MSE 0.0630, ratio of means 1.001
        double error = 0;
        double mean = 0;
        double expected = 0;
        for (int i = 0; i < reference.size(); i++) {
            double r = reference.values().get(i);
            double d = noisy.image().values().get(i) - r;
            error += d * d / (r * r + 0.01) / reference.size();
            mean += noisy.image().values().get(i);
            expected += r;
        }
        assertThat(error).isCloseTo(0.0630, Offset.offset(0.00006));
        assertThat(mean / expected).isCloseTo(1.001, Offset.offset(0.0006));
        Image normal =
                ImageFiles.read(scene.resolve("noisy-08spp-1-normal.exr")).image();
        assertThat(normal.channels()).isEqualTo(3);
    }

    private void assertFails(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.exr"), bytes);
        assertThatThrownBy(() -> ImageFiles.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    private static Image light(int channels, int height, int width) {
        SplittableRandom random = new Seed(channels).random();
        float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.sin(i / 40.0) + (i % 7 == 0 ? 100 * random.nextDouble() : 0));
        }
        return Image.adopt(PixelDomain.LINEAR, height, width, values);
    }
}

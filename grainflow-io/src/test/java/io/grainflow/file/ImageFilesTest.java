package io.grainflow.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "png,U8,1",
        "png,U8,3",
        "png,U16,1",
        "png,U16,3",
        "tif,U8,3",
        "tif,U16,1",
        "tif,U16,3",
        "tif,F32,1",
        "tif,F32,3"
    })
    void valuesSurviveTheRoundTrip(String extension, SampleFormat format, int channels) throws IOException {
        Image image = noise(channels, 13, 17, format == SampleFormat.F32);
        Path file = folder.resolve("a." + extension);
        ImageFiles.write(file, image, format);
        byte[] bytes = Files.readAllBytes(file);
        DecodedImage decoded = ImageFiles.read(file);
        assertThat(decoded.format()).isEqualTo(format);
        assertThat(decoded.image()).isEqualTo(format == SampleFormat.F32 ? image : image.quantised(format.maximum()));
        ImageFiles.write(file, image, format);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(ImageFiles.header(file).pixels()).isEqualTo(13 * 17);
    }

    @Test
    void jpegIsReadNearly() {
        Image flat = Image.copyOf(PixelDomain.SRGB, 16, 24, filled(3 * 16 * 24, 0.5f));
        Path file = folder.resolve("flat.jpg");
        ImageFiles.write(file, flat, SampleFormat.U8);
        assertThat(ImageFiles.read(file).image().at(1, 8, 8)).isCloseTo(0.5f, Offset.offset(0.01f));
    }

    @Test
    void badFilesAreToldInOneLine() throws IOException {
        Path good = folder.resolve("good.png");
        ImageFiles.write(good, noise(3, 64, 64, false), SampleFormat.U8);
        byte[] png = Files.readAllBytes(good);
        assertFails("truncated.png", Arrays.copyOf(png, png.length / 2), "is damaged or truncated");
        assertFails("empty.png", new byte[0], "is empty (0 bytes)");
        assertFails("text.png", "just some words\n".getBytes(StandardCharsets.US_ASCII), "is no image (starts with");
        assertFails("huge.png", hugePng(), "claims 60000x60000 pixels, more than memory allows");
        assertThatThrownBy(() -> ImageFiles.read(folder.resolve("absent.png"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ImageFiles.read(folder)).hasMessageContaining("is a folder");
        Path jpeg = folder.resolve("good.jpg");
        ImageFiles.write(jpeg, noise(3, 64, 64, false), SampleFormat.U8);
        byte[] jpg = Files.readAllBytes(jpeg);
        assertFails("truncated.jpg", Arrays.copyOf(jpg, jpg.length / 2), "truncated");
    }

    @Test
    void valuesThatAreNotFiniteAreRefusedWithTheirPlace() {
        float[] values = filled(3 * 8 * 8, 0.25f);
        values[2 * 64 + 3 * 8 + 5] = Float.NaN;
        Path file = folder.resolve("nan.tif");
        ImageFiles.write(file, Image.copyOf(PixelDomain.SRGB, 8, 8, values), SampleFormat.F32);
        assertThatThrownBy(() -> ImageFiles.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has the value NaN at row 3, column 5");
    }

    @Test
    void damagedFilesNeverFailInAnotherWay() throws IOException {
        SplittableRandom random = new Seed(11).random();
        for (String name : new String[] {"a.png", "a.tif", "a.jpg"}) {
            Path file = folder.resolve(name);
            ImageFiles.write(file, noise(3, 24, 20, false), SampleFormat.U8);
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < 150; i++) {
                byte[] damaged =
                        Arrays.copyOf(bytes, random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length);
                for (int k = 0; k < 2 && damaged.length > 0; k++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                Files.write(file, damaged);
                try {
                    ImageFiles.read(file);
                } catch (InputException e) {
                    assertThat(e.getMessage()).doesNotContain("\n");
                }
            }
        }
    }

    @Test
    void listsImagesSorted() throws IOException {
        assertThatThrownBy(() -> ImageFiles.list(folder)).hasMessageContaining("holds no images");
        for (String name : new String[] {"b.png", "a.TIF", "notes.txt", ".hidden.png"}) {
            Files.writeString(folder.resolve(name), "x");
        }
        assertThat(ImageFiles.list(folder)).containsExactly(folder.resolve("a.TIF"), folder.resolve("b.png"));
        assertThat(ImageFiles.list(folder.resolve("b.png"))).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenIsToldAndLeavesNothing() throws IOException {
        Path below = folder.resolve("file");
        Files.writeString(below, "x");
        Image image = noise(1, 4, 4, false);
        assertThatThrownBy(() -> ImageFiles.write(below.resolve("x.png"), image, SampleFormat.U8))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a part of this path is a file");
        assertThatThrownBy(() -> ImageFiles.write(folder.resolve("x.gif"), image, SampleFormat.U8))
                .hasMessageContaining("choose .png, .tif or .jpg");
        assertThatThrownBy(() -> ImageFiles.write(folder.resolve("x.png"), image, SampleFormat.F32))
                .hasMessageContaining("cannot hold F32 values");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(below);
        }
    }

    private void assertFails(String name, byte[] bytes, String message) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        assertThatThrownBy(() -> ImageFiles.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    private static Image noise(int channels, int height, int width, boolean beyond) {
        SplittableRandom random = new Seed(channels).random();
        float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (beyond ? random.nextDouble() * 3 - 1 : random.nextDouble());
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    /** A valid header of 60000 x 60000 pixels without pixel data. */
    private static byte[] hugePng() throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(chunk);
        data.writeBytes("IHDR");
        data.writeInt(60000);
        data.writeInt(60000);
        data.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(chunk.toByteArray());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(png);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        out.writeInt(13);
        out.write(chunk.toByteArray());
        out.writeInt((int) crc.getValue());
        out.writeInt(0);
        out.writeBytes("IDAT");
        out.writeInt(0x35AF061E);
        return png.toByteArray();
    }
}

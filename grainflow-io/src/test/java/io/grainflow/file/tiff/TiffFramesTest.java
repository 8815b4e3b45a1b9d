package io.grainflow.file.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.file.AtomicFile;
import io.grainflow.file.Damage;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageEncoder;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.file.ImageHeader;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TiffFramesTest {
    private static final int COUNT = 5;
    private static final int HEIGHT = 11;
    private static final int WIDTH = 7;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "U8,1,LZW",
        "U8,3,Deflate",
        "U16,1,LZW",
        "U16,3,Deflate",
        "U16,1,none",
        "F32,1,LZW",
        "F32,3,Deflate",
        "F32,1,none"
    })
    void stacksSurviveTheRoundTrip(SampleFormat format, int channels, String compression) throws IOException {
        Path file = folder.resolve("a.tif");
        writeByJdk(file, format, channels, compression);
        Path made = folder.resolve("b.tiff");
        try (ImageFrames frames = ImageFrames.open(file)) {
            assertThat(frames.count()).isEqualTo(COUNT);
            assertThat(frames.header()).isEqualTo(new ImageHeader("tiff", HEIGHT, WIDTH));
            for (int i : new int[] {4, 0, 2, 1, 3}) {
                DecodedImage frame = frames.read(i);
                assertThat(frame.format()).isEqualTo(format);
                assertThat(frame.image()).isEqualTo(stored(i, format, channels));
            }
            frames.writeLike(made, i -> frames.read(i).image());
            try (ImageFrames again = ImageFrames.open(made)) {
                assertThat(again.count()).isEqualTo(COUNT);
                for (int i = 0; i < COUNT; i++) {
                    assertThat(again.read(i)).isEqualTo(frames.read(i));
                }
            }
            byte[] bytes = Files.readAllBytes(made);
            frames.writeLike(made, i -> frames.read(i).image());
            assertThat(Files.readAllBytes(made)).isEqualTo(bytes);
            assertThatThrownBy(() -> frames.writeLike(
                            folder.resolve("b.nii"), i -> frames.read(i).image()))
                    .hasMessageContaining("choose .tif");
        }
        assertThat(ImageFrames.isStack(file)).isTrue();
        assertThat(ImageFiles.read(made).image()).isEqualTo(stored(0, format, channels));
    }

    @ParameterizedTest
    @CsvSource({"8,1,1", "16,1,1", "16,1,3", "32,3,1"})
    void imagesThatFollowOneDirectoryAreFound(int bits, int sampleFormat, int channels) throws IOException {
        byte[] tiff = ofImageJ(bits, sampleFormat, channels);
        Path file = Files.write(folder.resolve("a.tif"), tiff);
        Path made = folder.resolve("b.tif");
        try (ImageFrames frames = ImageFrames.open(file)) {
            assertThat(frames.count()).isEqualTo(COUNT);
            for (int i = COUNT - 1; i >= 0; i--) {
                Image frame = frames.read(i).image();
                float scale = bits == 32 ? 1 : (1 << bits) - 1;
                assertThat(frame.at(channels - 1, 2, 3))
                        .isEqualTo(((i * 77 + 2 * 7 + 3) * channels + channels - 1) % 251 / scale);
            }
            frames.writeLike(made, i -> frames.read(i).image());
            try (ImageFrames again = ImageFrames.open(made)) {
                assertThat(again.count()).isEqualTo(COUNT);
                assertThat(again.read(3)).isEqualTo(frames.read(3));
            }
        }
        assertThat(new String(Files.readAllBytes(made), StandardCharsets.ISO_8859_1))
                .containsOnlyOnce("ImageJ=1.54f\nimages=5\nslices=5\nunit=\\u00B5m\n");
        Path cut = Files.write(folder.resolve("cut.tif"), Arrays.copyOf(tiff, tiff.length - 1));
        assertThatThrownBy(() -> ImageFrames.open(cut))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is damaged or truncated (has ");
    }

    @Test
    void badFilesAreToldInOneLine() throws IOException {
        Path file = folder.resolve("a.tif");
        writeByJdk(file, SampleFormat.U16, 1, "none");
        byte[] tiff = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(tiff).order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = bytes.getInt(4);
        int entries = bytes.getShort(directory);
        bytes.putInt(directory + 2 + 12 * entries, directory);
        Path circle = Files.write(folder.resolve("circle.tif"), tiff);
        assertThatThrownBy(() -> ImageFrames.open(circle))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("run in a circle");
        assertThatThrownBy(() -> ImageFrames.open(folder.resolve("a.png"))).hasMessageContaining("give .tif, .nii");
        assertThatThrownBy(() -> ImageFrames.open(folder.resolve("no.tif"))).hasMessageContaining("does not exist");
        Path text = Files.writeString(folder.resolve("text.tif"), "no image at all");
        assertThatThrownBy(() -> ImageFrames.open(text)).hasMessageContaining("no TIFF structure");
        assertThat(ImageFrames.isStack(text.resolveSibling("a.nii"))).isTrue();
    }

    @Test
    void imagesOfSeveralSizesAreRefused() throws IOException {
        Path file = folder.resolve("a.tif");
        ImageFiles.write(file, image(0, 1), SampleFormat.U8);
        assertThat(ImageFrames.isStack(file)).isFalse();
        TiffPage like;
        try (FileChannel channel = FileChannel.open(file)) {
            like = TiffPages.read(channel).get(0);
        }
        AtomicFile.write(file, out -> {
            TiffStackWriter writer = new TiffStackWriter(file, like, out);
            writer.write(image(0, 1), false);
            writer.write(image(1, 1).crop(0, 0, 5, 6), true);
        });
        assertThat(ImageFrames.isStack(file)).isFalse();
        assertThatThrownBy(() -> ImageFrames.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("image 2 is 6x5 with 1 channels of 8 bits, the first 7x11");
    }

    @ParameterizedTest
    @CsvSource({"LZW", "Deflate", "none", "ImageJ"})
    void damagedFilesNeverFailInAnotherWay(String kind) throws IOException {
        Path file = folder.resolve("a.tif");
        if (kind.equals("ImageJ")) {
            Files.write(file, ofImageJ(16, 1, 1));
        } else {
            writeByJdk(file, SampleFormat.U16, 1, kind);
        }
        int failures = Damage.toEveryPart(file, 300, 700, damaged -> {
            try (ImageFrames frames = ImageFrames.open(damaged)) {
                for (int i = 0; i < Math.min(50, frames.count()); i++) {
                    frames.read(i);
                }
            }
        });
        assertThat(failures).isPositive();
    }

    @Test
    void framesOfAMicroscopeAreRead() {
        Path folder = Path.of(System.getProperty("grainflow.shared", "../shared"), "data", "microscopy");
        Path file = folder.resolve("lysosome-confocal-01-50-frames.tif");
        assumeTrue(Files.exists(file), "the recordings of microscopes are not there");
        Path made = this.folder.resolve("made.tif");
        try (ImageFrames frames = ImageFrames.open(file)) {
            assertThat(frames.count()).isEqualTo(50);
            assertThat(frames.header()).isEqualTo(new ImageHeader("tiff", 128, 128));
            assertThat(frames.read(49).format()).isEqualTo(SampleFormat.U16);
            assertThat(frames.read(0).image()).isEqualTo(ImageFiles.read(file).image());
            frames.writeLike(made, i -> frames.read(i).image());
            try (ImageFrames again = ImageFrames.open(made)) {
                for (int i = 0; i < 50; i++) {
                    assertThat(again.read(i)).isEqualTo(frames.read(i));
                }
            }
        }
    }

    private static Image image(int index, int channels) {
        SplittableRandom random = new Seed(index).random();
        float[] values = new float[channels * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Image.adopt(PixelDomain.SRGB, HEIGHT, WIDTH, values);
    }

    private static Image stored(int index, SampleFormat format, int channels) {
        Image image = image(index, channels);
        return format.isFloat() ? image : image.quantised(format.maximum());
    }

    private static void writeByJdk(Path file, SampleFormat format, int channels, String compression)
            throws IOException {
        ImageWriter writer = ImageEncoder.jdkWriter("tiff");
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
            stream.setByteOrder(ByteOrder.BIG_ENDIAN);
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < COUNT; i++) {
                ImageWriteParam parameters = writer.getDefaultWriteParam();
                if (!compression.equals("none")) {
                    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                    parameters.setCompressionType(compression);
                }
                writer.writeToSequence(
                        new IIOImage(ImageEncoder.buffered(image(i, channels), format), null, null), parameters);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    /** One directory, then the images: value number i is i modulo 251. */
    private static byte[] ofImageJ(int bits, int sampleFormat, int channels) {
        byte[] words = "ImageJ=1.54f\nimages=5\nslices=5\nunit=\\u00B5m\n\0".getBytes(StandardCharsets.ISO_8859_1);
        int start = 300;
        int values = COUNT * HEIGHT * WIDTH * channels;
        ByteBuffer out = ByteBuffer.allocate(start + values * bits / 8).order(ByteOrder.BIG_ENDIAN);
        out.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8);
        int[][] entries = {
            {256, 4, 1, WIDTH},
            {257, 4, 1, HEIGHT},
            {258, 4, 1, bits},
            {259, 4, 1, 1},
            {262, 4, 1, channels == 3 ? 2 : 1},
            {270, 2, words.length, 200},
            {273, 4, 1, start},
            {277, 4, 1, channels},
            {278, 4, 1, HEIGHT},
            {279, 4, 1, HEIGHT * WIDTH * channels * bits / 8},
            {339, 4, 1, sampleFormat}
        };
        out.putShort((short) entries.length);
        for (int[] entry : entries) {
            out.putShort((short) entry[0])
                    .putShort((short) entry[1])
                    .putInt(entry[2])
                    .putInt(entry[3]);
        }
        out.putInt(0);
        out.position(200).put(words).position(start);
        for (int i = 0; i < values; i++) {
            switch (bits) {
                case 8 -> out.put((byte) (i % 251));
                case 16 -> out.putShort((short) (i % 251));
                default -> out.putFloat(i % 251);
            }
        }
        return out.array();
    }
}

package io.grainflow.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.isp.BayerPattern;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw files: our own, those of other programs, and damaged ones. */
final class RawFilesTest {
    @TempDir
    Path folder;

    private static RawFrame frame(BayerPattern pattern) {
        SplittableRandom random = new SplittableRandom(3);
        short[] samples = new short[46 * 70];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt(16384);
        }
        RawCamera camera = new RawCamera(
                "Maker",
                "Model 1",
                800,
                List.of(1.25e-4, 3e-7),
                List.of(0.9, -0.2, 0.1, -0.3, 1.2, 0.1, 0.0, 0.2, 0.6),
                List.of(0.5, 1.0, 0.7));
        return new RawFrame(
                46, 70, samples, new RawLevels(List.of(512.0, 513.0, 514.5, 511.0), 16000), pattern, camera);
    }

    private Path write(RawFrame frame) throws IOException {
        Path file = folder.resolve("frame.dng");
        Files.write(file, RawFiles.dng(frame));
        return file;
    }

    @ParameterizedTest
    @EnumSource(BayerPattern.class)
    void dngSurvivesTheRoundTrip(BayerPattern pattern) throws IOException {
        RawFrame frame = frame(pattern);
        assertThat(RawFiles.read(write(frame))).isEqualTo(frame);
    }

    @ParameterizedTest
    @EnumSource(BayerPattern.class)
    void libRawSeesWhatWeWrote(BayerPattern pattern) throws IOException {
        assumeTrue(RawFiles.readsCameraFormats(), "LibRaw's tools are not installed (Debian: libraw-bin)");
        RawFrame frame = frame(pattern);
        RawFrame theirs = RawFiles.readByLibRaw(write(frame));
        assertThat(theirs.samples()).isEqualTo(frame.samples());
        assertThat(theirs.pattern()).isEqualTo(pattern);
        assertThat(theirs.levels().black()).isEqualTo(List.of(512.0, 513.0, 514.0, 511.0));
        assertThat(theirs.camera().capture()).contains(Capture.of("Maker Model 1", 800));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void losslessJpegTilesAreRead(int predictor) throws IOException {
        int[] samples = smooth(64, 96, 14);
        for (int components : new int[] {1, 2}) {
            Path file = folder.resolve("tiles" + components + ".dng");
            Files.write(
                    file,
                    new DngBuilder(64, 96, 14, DngBuilder.BayerCells.RGGB)
                            .set(Tag.COMPRESSION, 3, 7)
                            .tiles(32, 48, tiles(samples, components, predictor))
                            .build());
            assertThat(Arrays.equals(numbers(RawFiles.read(file)), samples)).isTrue();
            if (components == 1 && RawFiles.readsCameraFormats()) {
                assertThat(Arrays.equals(numbers(RawFiles.readByLibRaw(file)), samples))
                        .as("LibRaw")
                        .isTrue();
            }
        }
    }

    /** Tiles of 32x48, with columns interleaved as components. */
    private static List<byte[]> tiles(int[] samples, int components, int predictor) {
        List<byte[]> tiles = new ArrayList<>();
        for (int y = 0; y < 64; y += 32) {
            for (int x = 0; x < 96; x += 48) {
                int[] tile = new int[32 * 48];
                for (int i = 0; i < tile.length; i++) {
                    tile[i] = samples[(y + i / 48) * 96 + x + i % 48];
                }
                tiles.add(LosslessJpegEncoder.encode(tile, 32, 48 / components, components, 14, predictor));
            }
        }
        return tiles;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10, 12, 16})
    void uncompressedStripsOfAnyDepthAreRead(int bits) throws IOException {
        int[] samples = smooth(20, 24, bits);
        List<byte[]> strips = new ArrayList<>();
        for (int y = 0; y < 20; y += 8) {
            strips.add(packed(Arrays.copyOfRange(samples, y * 24, Math.min(20, y + 8) * 24), 24, bits));
        }
        Path file = folder.resolve("strips.dng");
        Files.write(
                file,
                new DngBuilder(20, 24, bits, DngBuilder.BayerCells.RGGB)
                        .strips(8, strips)
                        .build());
        assertThat(numbers(RawFiles.read(file))).isEqualTo(samples);
    }

    @Test
    void levelsLinearisationAndActiveAreaAreHonoured() throws IOException {
        int[] samples = smooth(20, 24, 8);
        double[] table = new double[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = 10 * i;
        }
        Path file = folder.resolve("odd.dng");
        Files.write(
                file,
                new DngBuilder(20, 24, 8, new DngBuilder.BayerCells(2, 2, 2, 1, 1, 0))
                        .set(Tag.LINEARISATION, 3, table)
                        .set(Tag.ACTIVE_AREA, 4, 3, 2, 18, 24)
                        .set(Tag.BLACK_REPEAT, 3, 1, 2)
                        .set(Tag.BLACK, 5, 100, 120)
                        .set(Tag.WHITE, 4, 2400)
                        .set(Tag.NOISE_PROFILE, 12, 1e-4, 2e-7)
                        .set(Tag.ISO, 3, 200)
                        .strips(20, List.of(packed(samples, 24, 8)))
                        .build());
        RawFrame frame = RawFiles.read(file);
        assertThat(frame.height()).isEqualTo(14);
        assertThat(frame.width()).isEqualTo(22);
        assertThat(frame.pattern()).isEqualTo(BayerPattern.BGGR);
        assertThat(Short.toUnsignedInt(frame.samples()[22])).isEqualTo(10 * samples[4 * 24 + 2]);
        assertThat(frame.levels()).isEqualTo(new RawLevels(List.of(100.0, 120.0, 100.0, 120.0), 2400));
        assertThat(frame.camera().noiseProfile()).containsExactly(1e-4, 2e-7);
        assertThat(frame.camera().capture()).contains(Capture.of("Test One", 200));
    }

    @Test
    void imagesGoBackIntoTheFrameTheyCameFrom() throws IOException {
        Path file = write(frame(BayerPattern.GRBG));
        DecodedImage decoded = ImageFiles.read(file);
        Image half = scaled(decoded.image(), 0.5f);
        Path other = folder.resolve("other.dng");
        ImageFiles.writeLike(other, half, decoded);
        RawFrame back = RawFiles.read(other);
        assertThat(back.camera()).isEqualTo(decoded.raw().orElseThrow().camera());
        float step = 1f / 15000;
        for (int i = 0; i < half.size(); i++) {
            float wanted = Math.max(half.values().get(i), -511f / 15489);
            assertThat(back.mosaic().values().get(i)).isCloseTo(wanted, org.assertj.core.data.Offset.offset(step));
        }
        ImageFiles.writeLike(other, decoded.image(), decoded);
        assertThat(RawFiles.read(other).samples())
                .isEqualTo(clipped(frame(BayerPattern.GRBG).samples()));
    }

    @Test
    void brokenFilesGetOneLine() throws IOException {
        byte[] whole = RawFiles.dng(frame(BayerPattern.RGGB));
        assertRefused("cut.dng", Arrays.copyOf(whole, whole.length / 2), "is no readable DNG file");
        assertRefused("none.dng", new byte[] {1, 2, 3}, "is no readable DNG file");
        SplittableRandom random = new SplittableRandom(1);
        Path file = folder.resolve("noise.dng");
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.clone();
            for (int k = 0; k < 4; k++) {
                bytes[random.nextInt(500)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                RawFiles.read(file);
            } catch (InputException e) {
                assertThat(e.getMessage()).contains("noise.dng");
            }
        }
    }

    @Test
    void otherFilterArraysAreRefusedByName() throws IOException {
        byte[] strip = packed(smooth(20, 24, 8), 24, 8);
        double[] xTrans = new double[36];
        assertRefused(
                "xtrans.dng",
                new DngBuilder(20, 24, 8, new DngBuilder.BayerCells(6, 6, xTrans))
                        .strips(20, List.of(strip))
                        .build(),
                "no Bayer pattern (6x6");
        assertRefused(
                "cyan.dng",
                new DngBuilder(20, 24, 8, new DngBuilder.BayerCells(2, 2, 3, 1, 1, 2))
                        .strips(20, List.of(strip))
                        .build(),
                "no Bayer pattern");
        assertRefused(
                "linear.dng",
                new DngBuilder(20, 24, 8, DngBuilder.BayerCells.RGGB)
                        .set(Tag.PHOTOMETRIC, 3, 34892)
                        .strips(20, List.of(strip))
                        .build(),
                "demosaicked");
    }

    private void assertRefused(String name, byte[] bytes, String reason) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        assertThatThrownBy(() -> RawFiles.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason);
    }

    private static Image scaled(Image image, float factor) {
        float[] values = image.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Image.copyOf(image.domain(), image.height(), image.width(), values);
    }

    private static short[] clipped(short[] samples) {
        short[] result = samples.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (short) Math.min(16000, Short.toUnsignedInt(samples[i]));
        }
        return result;
    }

    private static int[] smooth(int height, int width, int bits) {
        SplittableRandom random = new SplittableRandom(bits);
        int[] samples = new int[height * width];
        int white = (1 << bits) - 1;
        for (int i = 0; i < samples.length; i++) {
            int row = i / width;
            double wave = 0.5 + 0.4 * Math.sin(i % width * 0.2) * Math.cos(row * 0.3);
            samples[i] = random.nextInt(20) == 0
                    ? random.nextInt(white + 1)
                    : (int) (white * Math.min(1, wave + 0.02 * random.nextDouble()));
        }
        return samples;
    }

    private static int[] numbers(RawFrame frame) {
        int[] numbers = new int[frame.samples().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Short.toUnsignedInt(frame.samples()[i]);
        }
        return numbers;
    }

    /** Rows of packed samples, most significant bit first, each row padded to whole bytes. */
    private static byte[] packed(int[] samples, int width, int bits) {
        int rowBytes = (width * bits + 7) / 8;
        byte[] bytes = new byte[samples.length / width * rowBytes];
        for (int i = 0; i < samples.length; i++) {
            for (int bit = 0; bit < bits; bit++) {
                int at = i % width * bits + bit;
                int value = (samples[i] >> (bits - 1 - bit)) & 1;
                bytes[i / width * rowBytes + at / 8] |= (byte) (value << (7 - at % 8));
            }
        }
        return bytes;
    }
}

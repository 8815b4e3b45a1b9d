package io.grainflow.file.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.file.Damage;
import io.grainflow.file.ImageEncoder;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageHeader;
import io.grainflow.file.ImageRows;
import io.grainflow.file.ImageRowsWriter;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Compares rows of TIFF files with the whole image, and tests files that are written row by row. */
final class ImageRowsTest {
    private static final int HEIGHT = 53;
    private static final int WIDTH = 48;
    /** Small limits, so that small images are divided like large ones. */
    private static final TiffChunks.Limits SMALL = new TiffChunks.Limits(700, 1500, 1 << 20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "U8,1,none,0,5",
        "U8,3,none,0,53",
        "U8,3,none,16,32",
        "U8,3,LZW,0,53",
        "U8,1,LZW,16,16",
        "U8,3,Deflate,0,53",
        "U8,3,Deflate,0,7",
        "U8,3,Deflate,32,16",
        "U8,3,PackBits,0,9",
        "U8,3,JPEG,16,16",
        "U8,1,JPEG,0,16",
        "U16,1,none,0,53",
        "U16,3,none,16,16",
        "U16,3,LZW,0,53",
        "U16,1,Deflate,0,53",
        "U16,3,Deflate,16,32",
        "F32,1,none,0,3",
        "F32,3,none,0,53",
        "F32,3,Deflate,16,16",
        "F32,1,LZW,0,53",
        "F32,3,Deflate,0,53"
    })
    void bandsGiveWhatTheWholeImageGives(SampleFormat format, int channels, String compression, int tile, int rows)
            throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            Path file = folder.resolve(order + ".tif");
            writeByJdk(file, noise(channels, HEIGHT, WIDTH, format), format, compression, tile, rows, order);
            requireSameRows(file, format, channels);
        }
    }

    private static void requireSameRows(Path file, SampleFormat format, int channels) {
        Image whole = ImageFiles.read(file).image();
        assertThat(takes(file)).isTrue();
        for (TiffChunks.Limits limits : List.of(SMALL, TiffChunks.Limits.defaults())) {
            try (ImageRows rows = TiffRows.open(file, limits)) {
                assertThat(rows.header()).isEqualTo(new ImageHeader("tiff", whole.height(), whole.width()));
                assertThat(rows.format()).isEqualTo(format);
                assertThat(rows.channels()).isEqualTo(channels);
                for (int band : new int[] {1, 6, 20, whole.height()}) {
                    for (int row = 0; row < whole.height(); row += band) {
                        int count = Math.min(band, whole.height() - row);
                        assertThat(rows.read(row, count)).isEqualTo(whole.crop(row, 0, count, whole.width()));
                    }
                }
                int last = whole.height() - 1;
                assertThat(rows.read(last, 1)).isEqualTo(whole.crop(last, 0, 1, whole.width()));
                assertThat(rows.read(0, 1)).isEqualTo(whole.crop(0, 0, 1, whole.width()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "U8,1,none",
        "U8,3,none",
        "U8,3,Deflate",
        "U16,1,Deflate",
        "U16,3,none",
        "U16,3,Deflate",
        "F32,1,none",
        "F32,3,Deflate",
        "F32,3,none"
    })
    void rowsSurviveTheRoundTrip(SampleFormat format, int channels, String compression) throws IOException {
        Image noise = noise(channels, HEIGHT, WIDTH, format);
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            Path file = folder.resolve("like.tif");
            writeByJdk(file, noise, format, compression, 0, 5, order);
            TiffLayout like = layout(file);
            for (long classic : new long[] {TiffRowsWriter.CLASSIC, 0}) {
                Path made = folder.resolve("made" + order + classic + ".tif");
                write(TiffRowsWriter.open(made, like, channels, classic), noise, 11);
                assertThat(ImageFiles.read(made).image()).isEqualTo(stored(noise, format));
                assertThat(ImageFiles.read(made).format()).isEqualTo(format);
                assertThat(Files.readAllBytes(made)[order == ByteOrder.BIG_ENDIAN ? 3 : 2])
                        .isEqualTo((byte) (classic == 0 ? 43 : 42));
                assertThat(layout(made).page().isCompressed()).isEqualTo(!compression.equals("none"));
                requireSameRows(made, format, channels);
                byte[] bytes = Files.readAllBytes(made);
                write(TiffRowsWriter.open(made, like, channels, classic), noise, 50);
                assertThat(Files.readAllBytes(made)).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 300", "300, 1", "1, 1"})
    void thinImagesWork(int height, int width) throws IOException {
        Path file = folder.resolve("thin.tif");
        Path made = folder.resolve("made.tif");
        Image noise = noise(3, height, width, SampleFormat.U16);
        for (int tile : new int[] {0, 16}) {
            writeByJdk(file, noise, SampleFormat.U16, "Deflate", tile, 16, ByteOrder.LITTLE_ENDIAN);
            requireSameRows(file, SampleFormat.U16, 3);
            try (ImageRows rows = ImageRows.open(file)) {
                write(rows.writerLike(made, 3), rows.read(0, height), 7);
            }
            assertThat(ImageFiles.read(made)).isEqualTo(ImageFiles.read(file));
        }
    }

    /** Strips of 1 MB, groups of 8 MB, one strip of more than 32 MB: the real limits, not those of the other tests. */
    @Test
    void largeImagesAreCutAsPlanned() throws IOException {
        Image noise = noise(1, 3001, 6001, SampleFormat.U16);
        Path file = folder.resolve("one.tif");
        Path made = folder.resolve("many.tif");
        writeByJdk(file, noise, SampleFormat.U16, "Deflate", 0, 3001, ByteOrder.LITTLE_ENDIAN);
        Image whole = stored(noise, SampleFormat.U16);
        try (ImageRows rows = ImageRows.open(file);
                ImageRowsWriter writer = rows.writerLike(made, 1)) {
            for (int row = 0; row < 3001; row += 500) {
                int count = Math.min(500, 3001 - row);
                Image band = rows.read(row, count);
                assertThat(band.equals(whole.crop(row, 0, count, 6001))).isTrue();
                writer.write(whole, row, count);
            }
            writer.finish();
        }
        assertThat(ImageFiles.read(made).image().equals(whole)).isTrue();
        assertThat(layout(made).partHeight()).isEqualTo((1 << 20) / (2 * 6001));
    }

    @Test
    void channelsMayLieApart() throws IOException {
        Image noise = noise(3, HEIGHT, WIDTH, SampleFormat.U8);
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        TiffDirectoryWriter writer = new TiffDirectoryWriter(order, false);
        List<byte[]> strips = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < HEIGHT; row += 6) {
                int count = Math.min(6, HEIGHT - row);
                strips.add(TiffSamples.of(noise.channel(c), row, count, SampleFormat.U8, order));
            }
        }
        long[] offsets = new long[strips.size()];
        long[] lengths = strips.stream().mapToLong(strip -> strip.length).toArray();
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = 1000 + (i == 0 ? 0 : offsets[i - 1] - 1000 + lengths[i - 1]);
        }
        byte[] file = new byte[1000 + 3 * HEIGHT * WIDTH];
        byte[] directory = writer.directory(
                List.of(
                        TiffField.longs(order, 256, false, WIDTH),
                        TiffField.longs(order, 257, false, HEIGHT),
                        TiffField.shorts(order, 258, 8, 8, 8),
                        TiffField.shorts(order, 259, 1),
                        TiffField.shorts(order, 262, 2),
                        TiffField.longs(order, 273, false, offsets),
                        TiffField.shorts(order, 277, 3),
                        TiffField.longs(order, 278, false, 6),
                        TiffField.longs(order, 279, false, lengths),
                        TiffField.shorts(order, 284, 2)),
                8);
        System.arraycopy(writer.header(8), 0, file, 0, 8);
        System.arraycopy(directory, 0, file, 8, directory.length);
        for (int i = 0; i < offsets.length; i++) {
            System.arraycopy(strips.get(i), 0, file, (int) offsets[i], (int) lengths[i]);
        }
        Path path = Files.write(folder.resolve("apart.tif"), file);
        requireSameRows(path, SampleFormat.U8, 3);
        assertThat(ImageFiles.read(path).image()).isEqualTo(stored(noise, SampleFormat.U8));
    }

    @Test
    void howAnImageIsSeenIsKept() throws IOException {
        Path file = folder.resolve("a.tif");
        ImageFiles.write(file, noise(1, 4, 4, SampleFormat.U8), SampleFormat.U8);
        TiffLayout layout = layout(file);
        byte[] profile = {1, 2, 3, 4, 5, 6, 7};
        layout.tags().put(274, TiffField.shorts(layout.order(), 274, 6));
        layout.tags().put(34675, new TiffField(34675, 7, profile.length, profile));
        Path made = folder.resolve("b.tif");
        write(TiffRowsWriter.open(made, layout, 1), noise(1, 4, 4, SampleFormat.U8), 4);
        assertThat(layout(made).integer(274, 1)).isEqualTo(6);
        assertThat(Objects.requireNonNull(layout(made).tags().get(34675)).content())
                .isEqualTo(profile);
    }

    @Test
    void nothingIsLeftOfWhatIsNotFinished() throws IOException {
        Path file = folder.resolve("a.tif");
        Image noise = noise(1, HEIGHT, WIDTH, SampleFormat.U8);
        ImageFiles.write(file, noise, SampleFormat.U8);
        Path made = folder.resolve("made.tif");
        try (ImageRows rows = ImageRows.open(file);
                ImageRowsWriter writer = rows.writerLike(made, 1)) {
            writer.write(noise, 0, 20);
            assertThatThrownBy(writer::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("finish expects all 53 rows, got 20");
            assertThatThrownBy(() -> writer.write(noise, 0, 34)).hasMessageContaining("at most 33 rows");
            assertThatThrownBy(() -> rows.writerLike(folder.resolve("b.png"), 1))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("choose .tif");
            assertThatThrownBy(() -> rows.writerLike(made, 4)).hasMessageContaining("cannot hold 4 channels");
            assertThatThrownBy(() -> rows.writerLike(file.resolve("c.tif"), 1))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a part of this path is a file");
            assertThatThrownBy(() -> rows.read(0, 2, new float[9], 2, 0))
                    .hasMessageContaining("room for 2 rows at 0 of 2");
            assertThatThrownBy(() -> rows.read(50, 4)).hasMessageContaining("read expects rows below 53");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void valuesThatAreNotFiniteAreToldWithTheirPlace() throws IOException {
        float[] values = new float[HEIGHT * WIDTH];
        values[41 * WIDTH + 5] = Float.NaN;
        Path file = folder.resolve("nan.tif");
        Image image = Image.adopt(PixelDomain.SRGB, HEIGHT, WIDTH, values);
        writeByJdk(file, image, SampleFormat.F32, "Deflate", 0, 10, ByteOrder.LITTLE_ENDIAN);
        try (ImageRows rows = ImageRows.open(file)) {
            assertThatThrownBy(() -> rows.read(38, 5))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has the value NaN at row 41, column 5");
        }
    }

    @Test
    void otherFilesAreNotTaken() throws IOException {
        Path png = folder.resolve("a.png");
        ImageFiles.write(png, noise(1, 4, 4, SampleFormat.U8), SampleFormat.U8);
        assertThat(takes(png)).isFalse();
        Path text = Files.writeString(folder.resolve("text.tif"), "no image at all");
        assertThat(takes(text)).isFalse();
        assertThatThrownBy(() -> ImageRows.open(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no TIFF structure");
        assertThat(takes(folder.resolve("absent.tif"))).isFalse();
        assertThatThrownBy(() -> ImageRows.open(folder.resolve("absent.tif"))).hasMessageContaining("does not exist");
        Path file = folder.resolve("a.tif");
        writeByJdk(
                file, noise(3, HEIGHT, WIDTH, SampleFormat.U8), SampleFormat.U8, "JPEG", 0, 53, ByteOrder.BIG_ENDIAN);
        assertThatThrownBy(() -> TiffRows.open(file, new TiffChunks.Limits(100, 1000, 1000)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its kind of TIFF is not read row by row");
    }

    @ParameterizedTest
    @CsvSource({"LZW,0,53", "Deflate,0,53", "Deflate,16,16", "JPEG,16,16", "none,0,5"})
    void damagedFilesNeverFailInAnotherWay(String compression, int tile, int rows) throws IOException {
        Path file = folder.resolve("a.tif");
        writeByJdk(
                file,
                noise(3, HEIGHT, WIDTH, SampleFormat.U8),
                SampleFormat.U8,
                compression,
                tile,
                rows,
                ByteOrder.LITTLE_ENDIAN);
        int failures = Damage.toEveryPart(file, 300, 500, damaged -> {
            try (ImageRows image = TiffRows.open(damaged, SMALL)) {
                for (int row = 0; row < Math.min(500, image.header().height()); row++) {
                    image.read(row, 1);
                }
            }
        });
        assertThat(failures).isPositive();
    }

    private static void write(ImageRowsWriter writer, Image image, int band) {
        try (writer) {
            for (int row = 0; row < image.height(); row += band) {
                writer.write(image, row, Math.min(band, image.height() - row));
            }
            writer.finish();
        }
    }

    private static TiffLayout layout(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return TiffPages.firstLayout(channel);
        }
    }

    private static Image noise(int channels, int height, int width, SampleFormat format) {
        SplittableRandom random = new Seed(channels).random();
        float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            // runs of equal values give codes of many lengths
            values[i] = i % 11 < 6 && i > 0
                    ? values[i - 1]
                    : (float) (format.isFloat() ? random.nextDouble() * 3 - 1 : random.nextDouble());
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    private static Image stored(Image image, SampleFormat format) {
        return format.isFloat() ? image : image.quantised(format.maximum());
    }

    /** @param tile width of tiles, 0 for strips; heights of both in rows */
    private static void writeByJdk(
            Path file, Image image, SampleFormat format, String compression, int tile, int rows, ByteOrder order)
            throws IOException {
        Files.deleteIfExists(file);
        ImageWriter writer = ImageEncoder.jdkWriter("tiff");
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            IIOMetadata told = writer.getDefaultStreamMetadata(parameters);
            Node root = told.getAsTree(told.getNativeMetadataFormatName());
            ((Element) root.getFirstChild()).setAttribute("value", order.toString());
            told.setFromTree(told.getNativeMetadataFormatName(), root);
            parameters.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setTiling(tile == 0 ? image.width() : tile, rows, 0, 0);
            if (!compression.equals("none")) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionType(compression);
            }
            writer.write(told, new IIOImage(ImageEncoder.buffered(image, format), null, null), parameters);
        } finally {
            writer.dispose();
        }
    }

    private static boolean takes(Path file) {
        Optional<ImageRows> rows = ImageRows.openSingle(file);
        rows.ifPresent(ImageRows::close);
        return rows.isPresent();
    }
}

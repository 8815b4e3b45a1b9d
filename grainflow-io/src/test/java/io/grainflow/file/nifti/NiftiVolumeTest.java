package io.grainflow.file.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.file.Damage;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NiftiVolumeTest {
    private static final int X = 4;
    private static final int Y = 3;
    private static final int Z = 5;
    private static final int T = 2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(NiftiHeader.Type.class)
    void everyTypeIsReadInBothVersionsAndOrders(NiftiHeader.Type type) throws IOException {
        for (int version = 1; version <= 2; version++) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                byte[] bytes = volume(version, order, type, 0.5f, -2);
                assertValues(Files.write(folder.resolve("a.nii"), bytes), 0.5f, -2);
                assertValues(Files.write(folder.resolve("a.nii.gz"), gzip(bytes)), 0.5f, -2);
                // a slope of 0 means that values are not scaled
                assertValues(Files.write(folder.resolve("a.nii"), volume(version, order, type, 0, 7)), 1, 0);
            }
        }
    }

    private static void assertValues(Path file, float slope, float intercept) {
        try (NiftiVolume volume = NiftiVolume.open(file)) {
            assertThat(new int[] {volume.x(), volume.y(), volume.z(), volume.t()})
                    .containsExactly(X, Y, Z, T);
            assertThat(volume.voxelSizes()).containsExactly(1.5, 2, 3, 0.5);
            // backwards, too: earlier slices can be read again
            for (int i = volume.count() - 1; i >= 0; i--) {
                Image slice = volume.slice(i % Z, i / Z);
                assertThat(slice).isEqualTo(volume.read(i).image());
                assertThat(slice.domain()).isEqualTo(PixelDomain.LINEAR);
                for (int row = 0; row < Y; row++) {
                    for (int column = 0; column < X; column++) {
                        int stored = (i * Y + Y - 1 - row) * X + column;
                        assertThat(slice.at(0, row, column)).isEqualTo(stored * slope + intercept);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.nii", "b.nii.gz"})
    void aVolumeMadeOfAnotherKeepsItsGeometry(String name) throws IOException {
        for (int version = 1; version <= 2; version++) {
            byte[] bytes = volume(version, ByteOrder.BIG_ENDIAN, NiftiHeader.Type.INT16, 2, 1);
            Path file = Files.write(folder.resolve("a.nii"), bytes);
            Path made = folder.resolve(name);
            try (NiftiVolume volume = NiftiVolume.open(file)) {
                volume.writeLike(made, i -> volume.read(i).image());
                try (ImageFrames again = ImageFrames.open(made)) {
                    assertThat(again.count()).isEqualTo(Z * T);
                    assertThat(again.header()).isEqualTo(volume.header());
                    for (int i = 0; i < Z * T; i++) {
                        assertThat(again.read(i)).isEqualTo(volume.read(i));
                    }
                }
                byte[] first = Files.readAllBytes(made);
                volume.writeLike(made, i -> volume.read(i).image());
                assertThat(Files.readAllBytes(made)).isEqualTo(first);
                if (name.equals("b.nii")) {
                    int affine = version == 1 ? 280 : 400;
                    assertThat(Arrays.copyOfRange(first, affine, affine + 48))
                            .isEqualTo(Arrays.copyOfRange(bytes, affine, affine + 48));
                }
                assertThatThrownBy(() -> volume.writeLike(folder.resolve("b.tif"), i -> volume.slice(0, 0)))
                        .hasMessageContaining("choose .nii or .nii.gz");
            }
        }
    }

    @Test
    void volumesFromFrontToBackAreUprightToo() throws IOException {
        byte[] bytes = volume(1, ByteOrder.LITTLE_ENDIAN, NiftiHeader.Type.FLOAT32, 1, 0);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(296 + 4, -2);
        try (NiftiVolume volume = NiftiVolume.open(Files.write(folder.resolve("a.nii"), bytes))) {
            assertThat(volume.slice(0, 0).at(0, 0, 1)).isEqualTo(1);
            Path made = folder.resolve("b.nii");
            volume.writeLike(made, i -> volume.read(i).image());
            assertThat(Files.readAllBytes(made)).isEqualTo(bytes);
        }
    }

    @Test
    void badFilesAreToldInOneLine() throws IOException {
        assertFails(header -> header.putInt(0, 5), "is no NIfTI file (its first number is not 348 or 540)");
        assertFails(header -> header.put(344, "ni1\0".getBytes(StandardCharsets.US_ASCII)), "is the header of a pair");
        assertFails(header -> header.put(344, (byte) 'x'), "is no NIfTI file (marked \"x+1.\")");
        assertFails(header -> header.putShort(42, (short) -4), "extent -4 of dimension 1");
        assertFails(header -> header.putShort(40, (short) 9), "9 dimensions");
        assertFails(header -> header.putShort(40, (short) 5).putShort(50, (short) 3), "has 5 dimensions");
        assertFails(header -> header.putShort(48, (short) 3), "is damaged or truncated (has 832 of 1072 bytes)");
        assertFails(header -> header.putShort(42, (short) 32000).putShort(44, (short) 32000), "damaged (extents");
        assertFails(header -> header.putShort(70, (short) 128), "has values of type 128");
        assertFails(header -> header.putShort(72, (short) 8), "FLOAT32 of 8 bits");
        assertFails(header -> header.putFloat(112, Float.NaN), "slope NaN");
        assertFails(header -> header.putFloat(80, Float.POSITIVE_INFINITY), "voxel size Infinity");
        assertFails(header -> header.putFloat(108, 3), "would begin at byte 3.0");
        assertFails(header -> header.putFloat(352 + 4 * (X + 1), Float.NaN), "has the value NaN at x 1, y 1, z 0, t 0");
    }

    private void assertFails(Consumer<ByteBuffer> spoil, String message) throws IOException {
        byte[] bytes = volume(1, ByteOrder.LITTLE_ENDIAN, NiftiHeader.Type.FLOAT32, 1, 0);
        spoil.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        for (String name : new String[] {"bad.nii", "bad.nii.gz"}) {
            if (name.endsWith("gz") && message.contains(" bytes")) {
                continue;
            }
            Path file = Files.write(folder.resolve(name), name.endsWith("gz") ? gzip(bytes) : bytes);
            assertThatThrownBy(() -> readAll(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining(message);
        }
    }

    @Test
    void compressedContentThatChangedIsFound() throws IOException {
        byte[] packed = gzip(volume(1, ByteOrder.LITTLE_ENDIAN, NiftiHeader.Type.UINT8, 1, 0));
        packed[packed.length - 8]++;
        Path file = Files.write(folder.resolve("changed.nii.gz"), packed);
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is damaged or truncated (Corrupt GZIP trailer)");
    }

    @Test
    void damagedFilesNeverFailInAnotherWay() throws IOException {
        byte[] bytes = volume(2, ByteOrder.LITTLE_ENDIAN, NiftiHeader.Type.FLOAT64, 1, 0);
        Path plain = Files.write(folder.resolve("d.nii"), bytes);
        assertThat(Damage.toEveryPart(plain, 200, 1000, NiftiVolumeTest::readAll))
                .isPositive();
        Path packed = Files.write(folder.resolve("d.nii.gz"), gzip(bytes));
        assertThat(Damage.toEveryPart(packed, 20, 1000, NiftiVolumeTest::readAll))
                .isPositive();
    }

    private static void readAll(Path file) {
        try (ImageFrames frames = ImageFrames.open(file)) {
            for (int i = 0; i < Math.min(frames.count(), 1000); i++) {
                frames.read(i);
            }
        }
    }

    @Test
    void slicesOfARealHeadAreUpright() {
        Path folder = Path.of(System.getProperty("grainflow.shared", "../shared"), "data", "mri");
        assumeTrue(Files.isDirectory(folder), "the MRI volumes are not there");
        try (NiftiVolume volume = NiftiVolume.open(folder.resolve("colin27-t1.nii.gz"))) {
            for (int z : new int[] {40, 88, 140}) {
                String name = String.format("slice-%03d.png", z);
                Image expected = ImageFiles.read(
                                folder.resolve("colin27-axial-slices").resolve(name))
                        .image();
                // the pictures were cropped to an even size
                Image slice = volume.slice(z, 0).crop(0, 0, expected.height(), expected.width());
                float[] scaled = slice.toArray();
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] /= 255f;
                }
                assertThat(scaled).isEqualTo(expected.toArray());
            }
        }
        try (NiftiVolume volume = NiftiVolume.open(folder.resolve("pcasl-10-repeats.nii.gz"))) {
            assertThat(volume.count()).isEqualTo(200);
            assertThat(volume.slice(10, 9).toArray())
                    .isNotEqualTo(volume.slice(10, 7).toArray());
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** A volume whose stored values count up from 0. */
    private static byte[] volume(int version, ByteOrder order, NiftiHeader.Type type, float slope, float intercept) {
        int start = version == 1 ? 352 : 544;
        ByteBuffer out =
                ByteBuffer.allocate(start + X * Y * Z * T * type.size()).order(order);
        int[] extents = {4, X, Y, Z, T, 1, 1, 1};
        float[] sizes = {1, 1.5f, 2, 3, 0.5f};
        out.putInt(0, start - 4);
        out.putShort(version == 1 ? 70 : 12, (short) code(type))
                .putShort(version == 1 ? 72 : 14, (short) (8 * type.size()));
        for (int i = 0; i < extents.length; i++) {
            if (version == 1) {
                out.putShort(40 + 2 * i, (short) extents[i]);
            } else {
                out.putLong(16 + 8 * i, extents[i]);
            }
        }
        if (version == 1) {
            out.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
            out.putFloat(108, start).putFloat(112, slope).putFloat(116, intercept);
            out.putShort(254, (short) 1).putFloat(280, 1.5f).putFloat(300, 2).putFloat(320, 3);
        } else {
            out.put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1A, '\n'});
            out.putLong(168, start).putDouble(176, slope).putDouble(184, intercept);
            out.putInt(348, 1).putDouble(400, 1.5).putDouble(440, 2).putDouble(480, 3);
        }
        for (int i = 0; i < sizes.length; i++) {
            if (version == 1) {
                out.putFloat(76 + 4 * i, sizes[i]);
            } else {
                out.putDouble(104 + 8 * i, sizes[i]);
            }
        }
        fill(out, start, type);
        return out.array();
    }

    private static int code(NiftiHeader.Type type) {
        return switch (type) {
            case UINT8 -> 2;
            case INT16 -> 4;
            case INT32 -> 8;
            case FLOAT32 -> 16;
            case FLOAT64 -> 64;
            case INT8 -> 256;
            case UINT16 -> 512;
        };
    }

    private static void fill(ByteBuffer out, int start, NiftiHeader.Type type) {
        for (int i = 0; i < X * Y * Z * T; i++) {
            int at = start + i * type.size();
            switch (type) {
                case UINT8, INT8 -> out.put(at, (byte) i);
                case INT16, UINT16 -> out.putShort(at, (short) i);
                case INT32 -> out.putInt(at, i);
                case FLOAT32 -> out.putFloat(at, i);
                case FLOAT64 -> out.putDouble(at, i);
            }
        }
    }
}

package io.grainflow.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and slices of volumes without noise. */
final class CleanImagesTest {
    @TempDir
    Path folder;

    @Test
    void slicesOfVolumesAreImagesWhoseWhiteIsTheVolumesLargestValue() throws IOException {
        Path file = volume("head.nii", 4, 3, 0, 2, 40, 800, 10);
        PairSource slices = Datasets.open("clean:" + file);
        assertThat(slices.kind()).isEqualTo(PairKind.CLEAN);
        assertThat(slices.entries()).extracting(PairEntry::name).containsExactly("head.nii#002", "head.nii#003");
        assertThat(slices.entries()).extracting(PairEntry::scene).doesNotHaveDuplicates();
        Image faint = slices.entries().get(0).load().clean();
        Image bright = slices.entries().get(1).load().clean();
        assertThat(faint.toString()).isEqualTo("Image LINEAR [1,3,4]");
        assertThat(faint.at(0, 1, 1)).isEqualTo(0.05f);
        assertThat(bright.at(0, 0, 0)).isEqualTo(1);
        assertThat(slices.fingerprint())
                .isEqualTo(Datasets.clean(file).fingerprint())
                .isNotEqualTo(Datasets.clean(volume("other.nii", 4, 3, 1, 2, 40, 800, 10))
                        .fingerprint());
    }

    @Test
    void foldersHoldVolumesAndImages() throws IOException {
        volume("b.nii", 4, 3, 5, 6);
        ImageFiles.write(
                folder.resolve("a.png"),
                Image.copyOf(PixelDomain.SRGB, 2, 2, new float[] {0, 1, 0, 1}),
                SampleFormat.U8);
        assertThat(Datasets.clean(folder).entries())
                .extracting(PairEntry::name)
                .containsExactly("b.nii#000", "b.nii#001", "a.png");
    }

    @Test
    void volumesWithoutSignalAreRefused() throws IOException {
        Path file = volume("air.nii", 4, 3, 0, 0);
        assertThatThrownBy(() -> Datasets.clean(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no positive value");
    }

    @Test
    void evenSidesLoseTheirLastRowOrColumn() throws IOException {
        PairSource images = Datasets.clean(volume("even.nii", 6, 3, 7));
        PairSource odd = new OddSlices(images);
        assertThat(odd.kind()).isEqualTo(PairKind.CLEAN);
        Image cropped = odd.entries().get(0).load().clean();
        assertThat(cropped).isEqualTo(images.entries().get(0).load().clean().crop(0, 0, 3, 5));
        assertThat(odd.fingerprint()).isNotEqualTo(images.fingerprint());
    }

    @Test
    void coloursAreNoSlices() throws IOException {
        ImageFiles.write(folder.resolve("a.png"), Image.copyOf(PixelDomain.SRGB, 1, 1, new float[3]), SampleFormat.U8);
        PairEntry entry = new OddSlices(Datasets.clean(folder)).entries().get(0);
        assertThatThrownBy(entry::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.png: has 3 channels");
    }

    /** A NIfTI-1 volume of floats, each slice of one value. */
    private Path volume(String name, int width, int height, float... slices) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(352 + 4 * width * height * slices.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 348);
        short[] extents = {3, (short) width, (short) height, (short) slices.length, 1, 1, 1, 1};
        for (int i = 0; i < extents.length; i++) {
            bytes.putShort(40 + 2 * i, extents[i]);
            bytes.putFloat(76 + 4 * i, 1);
        }
        bytes.putShort(70, (short) 16)
                .putShort(72, (short) 32)
                .putFloat(108, 352)
                .putFloat(112, 1);
        bytes.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        bytes.position(352);
        for (float slice : slices) {
            for (int i = 0; i < width * height; i++) {
                bytes.putFloat(slice);
            }
        }
        return Files.write(folder.resolve(name), bytes.array());
    }
}

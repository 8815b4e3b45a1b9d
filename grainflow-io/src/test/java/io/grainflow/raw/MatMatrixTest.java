package io.grainflow.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.dataset.Datasets;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

/** MATLAB's matrices in both of its formats, and SIDD's raw frames made of them. */
final class MatMatrixTest {
    @TempDir
    Path folder;

    /** The value at row y, column x. */
    private static float value(int y, int x) {
        return y * 0.1f + x * 0.01f;
    }

    private static Image picture() {
        float[] values = new float[4 * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i / 6, i % 6);
        }
        return Image.copyOf(PixelDomain.SRGB, 4, 6, values);
    }

    private Path version5(String name, String... variables) throws IOException {
        MatFile file = Mat5.newMatFile();
        for (String variable : variables) {
            Matrix matrix = Mat5.newMatrix(4, 6);
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 6; x++) {
                    matrix.setDouble(y, x, value(y, x));
                }
            }
            file.addArray(variable, matrix);
        }
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Mat5.writeToFile(file, path.toFile());
        return path;
    }

    /** As in MATLAB's files: the axes are in reverse order. */
    private Path version73(String name, float hole, String... variables) throws IOException {
        float[][] columns = new float[6][4];
        for (int x = 0; x < 6; x++) {
            for (int y = 0; y < 4; y++) {
                columns[x][y] = value(y, x);
            }
        }
        columns[2][1] = Float.isNaN(hole) ? hole : columns[2][1];
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        try (WritableHdfFile file = HdfFile.write(path)) {
            for (String variable : variables) {
                file.putDataset(variable, columns);
            }
        }
        return path;
    }

    @Test
    void bothFormatsShowThePictureAsMatlabDoes() throws IOException {
        assertThat(MatMatrix.read(version5("5.mat", "x"))).isEqualTo(picture());
        assertThat(MatMatrix.read(version73("73.mat", 0, "x"))).isEqualTo(picture());
    }

    @Test
    void siddRawFramesArePackedByColour() throws IOException {
        String scene = "Data/0001_001_S6_00100_00060_3200_L/0001_";
        version73(scene + "NOISY_RAW_010.MAT", 0, "x");
        version73(scene + "GT_RAW_010.MAT", 0, "x");
        List<PairEntry> entries = Datasets.open("packed:sidd:" + folder).entries();
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).capture()).isEqualTo(Capture.of("S6", 100));
        assertThat(entries.get(0).scene()).isEqualTo("001");
        NoisyPair pair = entries.get(0).load();
        // the S6 has green first: red is at row 0, column 1
        assertThat(pair.noisy().at(0, 1, 2)).isEqualTo(value(2, 5));
        assertThat(pair.noisy().at(3, 1, 2)).isEqualTo(value(3, 4));
        NoisyPair bySite =
                Datasets.open("packed-sites:sidd:" + folder).entries().get(0).load();
        assertThat(bySite.noisy().at(0, 1, 2)).isEqualTo(value(2, 4));
        NoisyPair published = Datasets.open("packed-published:sidd:" + folder)
                .entries()
                .get(0)
                .load();
        assertThat(published.noisy().height()).isEqualTo(3);
        assertThat(published.noisy().at(1, 2, 1)).isEqualTo(value(3, 4));
    }

    @Test
    void whatCannotBeUsedGetsOneLine() throws IOException {
        assertRefused(version73("hole.mat", Float.NaN, "x"), "has the value NaN at row 1, column 2");
        assertRefused(version5("two.mat", "x", "y"), "holds several matrices (x, y)");
        assertRefused(version73("two73.mat", 0, "x", "y"), "holds several matrices");
        Path whole = version73("whole.mat", 0, "x");
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {16, 60, bytes.length / 2}) {
            Path cut = folder.resolve("cut.mat");
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertRefused(cut, "MATLAB file");
        }
        Path none = folder.resolve("none.mat");
        Files.writeString(none, "no matrix");
        assertRefused(none, "is no MATLAB file");
        Mat5.writeToFile(
                Mat5.newMatFile().addArray("s", Mat5.newString("text")),
                folder.resolve("text.mat").toFile());
        assertRefused(folder.resolve("text.mat"), "holds no matrix (s)");
    }

    @Test
    void oddFramesCannotBePacked() throws IOException {
        Path image = folder.resolve("noisy/a.mat");
        MatFile file = Mat5.newMatFile().addArray("x", Mat5.newMatrix(5, 6));
        for (String part : List.of("noisy", "clean")) {
            Path path = folder.resolve(part).resolve("a.mat");
            Files.createDirectories(path.getParent());
            Mat5.writeToFile(file, path.toFile());
        }
        assertThat(image).exists();
        PairEntry entry = Datasets.open("packed:" + folder).entries().get(0);
        assertThatThrownBy(entry::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("one channel of even width and height");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> MatMatrix.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(reason);
    }
}

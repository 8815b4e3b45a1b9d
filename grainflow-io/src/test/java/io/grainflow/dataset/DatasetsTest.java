package io.grainflow.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;

final class DatasetsTest {
    @TempDir
    Path folder;

    @Test
    void manifestWithQuotesMarksAndUnknownColumns() throws IOException {
        image("a,b-noisy.png", 3, 8, 8);
        image("clean.png", 3, 8, 8);
        Files.writeString(
                folder.resolve("manifest.csv"),
                "\uFEFFiso,noisy,extra,clean,camera,scene\r\n400,\"a,b-noisy.png\",x,clean.png,cam \"\"1,s1\r\n"
                        + "400,single.png,x,,cam,s2\r\n");
        PairSource source = Datasets.open(folder.toString());
        assertThat(source.entries()).hasSize(1);
        PairEntry entry = source.entries().get(0);
        assertThat(entry.name()).isEqualTo("a,b-noisy.png");
        assertThat(entry.scene()).isEqualTo("s1");
        assertThat(entry.capture().iso()).isEqualTo(400);
        assertThat(entry.load().noisy().height()).isEqualTo(8);
        assertThat(entry.load()).isEqualTo(entry.load());
    }

    @Test
    void manifestFiltersSelectRows() throws IOException {
        Files.writeString(
                folder.resolve("manifest.csv"),
                "noisy,clean,camera,iso,scene,flags\na/1.png,c.png,x,1,s,\na/2.png,c.png,x,1,s,drift\nb/3.png,c.png,x,1,s,\n");
        assertThat(names(folder + "?unflagged")).containsExactly("a/1.png", "b/3.png");
        assertThat(names(folder + "?only=a/")).containsExactly("a/1.png", "a/2.png");
        assertThat(names(folder + "?only=a/&unflagged")).containsExactly("a/1.png");
        assertFails(folder + "?only=z/", "lists no pairs that pass the filter");
        assertFails(folder + "?flagged", "has the unknown filter \"flagged\"");
    }

    @Test
    void brokenManifestsNameTheLine() throws IOException {
        manifest("noisy,clean,camera,scene\n");
        assertFails(folder.toString(), "has no column iso");
        manifest("noisy,clean,camera,iso,scene\na.png,b.png,x,high,s\n");
        assertFails(folder.toString(), "manifest.csv line 2: has the ISO \"high\"");
        manifest("noisy,clean,camera,iso,scene\na.png,b.png,x,0,s\n");
        assertFails(folder.toString(), "line 2: Capture expects a positive ISO, got 0");
        manifest("noisy,clean,camera,iso,scene\na.png,b.png,x\n");
        assertFails(folder.toString(), "line 2: has no value for");
        manifest("noisy,clean,camera,iso,scene\na.png,b.png,x,1,s\na.png,b.png,x,1,s\n");
        assertFails(folder.toString(), "line 3: names a.png a second time");
        manifest("noisy,clean,camera,iso,scene\n");
        assertFails(folder.toString(), "lists no pairs");
        manifest("");
        assertFails(folder.toString(), "is empty");
    }

    @Test
    void foldersPairByNameAndReadTheCameraFromIt() throws IOException {
        image("noisy/nikon-d800-iso1600-3.png", 3, 8, 8);
        image("clean/nikon-d800-iso1600-3.tif", 3, 8, 8);
        image("noisy/plain.png", 3, 8, 8);
        image("clean/plain.png", 3, 8, 9);
        List<PairEntry> entries = Datasets.open(folder.toString()).entries();
        assertThat(entries)
                .extracting(PairEntry::capture)
                .containsExactly(Capture.of("nikon-d800", 1600), Capture.of("unspecified", 1));
        assertThatThrownBy(() -> entries.get(1).load())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is 8x8 colour, but its clean image plain.png is 9x8 colour");
        image("noisy/lonely.png", 1, 8, 8);
        assertFails(folder.toString(), "has no clean image for 1 of the noisy ones (first: lonely.png)");
    }

    @Test
    void siddFoldersGiveSceneCameraAndIso() throws IOException {
        String instance = "Data/0007_002_GP_00800_00350_3200_N/";
        image(instance + "0007_NOISY_SRGB_010.PNG", 3, 8, 8);
        image(instance + "0007_GT_SRGB_010.PNG", 3, 8, 8);
        List<PairEntry> entries = Datasets.open("sidd:" + folder).entries();
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).scene()).isEqualTo("002");
        assertThat(entries.get(0).capture()).isEqualTo(Capture.of("GP", 800));
        assertThat(entries.get(0).load().clean().width()).isEqualTo(8);
    }

    @Test
    void siddValidationBlocksAreColumnMajor() throws IOException {
        blocks("ValidationNoisyBlocksSrgb", 7);
        blocks("ValidationGtBlocksSrgb", 0);
        Files.writeString(folder.resolve("validation_label.csv"), "1,0001_004_GP_10000_00100_5500_N\n");
        List<PairEntry> entries = Datasets.open("sidd-val:" + folder).entries();
        assertThat(entries).hasSize(4);
        assertThat(entries.get(1).name()).isEqualTo("0001-0002");
        assertThat(entries.get(1).capture()).isEqualTo(Capture.of("GP", 10000));
        assertThat(entries.get(2).capture()).isEqualTo(Capture.of("unspecified", 1));
        // value = 100 image + 50 block + 10 y + 2 x + c + offset
        assertThat(entries.get(3).load().noisy().at(2, 1, 3)).isEqualTo((100 + 50 + 10 + 6 + 2 + 7) / 255f);
        assertThat(entries.get(3).load().clean().at(0, 0, 0)).isEqualTo(150 / 255f);
    }

    @Test
    void severalAreJoinedAndRowsChosenByCamera() throws IOException {
        image("a.png", 3, 8, 8);
        image("b.png", 3, 8, 8);
        manifest("noisy,clean,camera,iso,scene\na.png,b.png,x,100,s\nb.png,a.png,y,200,s\n");
        assertThat(names(folder + "?camera=x")).containsExactly("a.png");
        assertThat(names(folder + "?camera!=x")).containsExactly("b.png");
        PairSource joined = Datasets.open(folder + "?camera=x;" + folder + "?camera!=x");
        assertThat(joined.entries()).extracting(PairEntry::name).containsExactly("data1/a.png", "data2/b.png");
        assertThat(joined.entries()).extracting(PairEntry::scene).containsExactly("data1/s", "data2/s");
        assertThat(joined.entries().get(1).load().scene()).isEqualTo("data2/s");
        assertThat(joined.fingerprint()).contains("+");
    }

    @Test
    void whatIsNoDataSetIsTold() throws IOException {
        assertFails(folder.resolve("absent").toString(), "does not exist");
        assertFails(folder.toString(), "holds no pairs that are recognised");
        assertFails("sidd:" + folder, "holds no SIDD pairs");
        assertFails("sidd-val:" + folder, "does not exist");
        Files.writeString(folder.resolve("ValidationNoisyBlocksSrgb.mat"), "no mat file");
        assertFails("sidd-val:" + folder, "is no MATLAB file");
    }

    @Test
    void fingerprintFollowsTheContent() throws IOException {
        image("noisy/1.png", 3, 8, 8);
        image("clean/1.png", 3, 8, 8);
        String before = Datasets.open(folder.toString()).fingerprint();
        assertThat(Datasets.open(folder.toString()).fingerprint()).isEqualTo(before);
        image("noisy/1.png", 3, 8, 10);
        assertThat(Datasets.open(folder.toString()).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void realPhotographsOpen() {
        Path shared = Path.of(System.getProperty("grainflow.shared", "../shared"), "data", "cc");
        Assumptions.assumeTrue(Files.isDirectory(shared), "real photographs are not beside this checkout");
        PairSource source = Datasets.open(shared.toString());
        assertThat(source.entries()).hasSize(8);
        assertThat(source.entries().get(0).load().noisy().channels()).isEqualTo(3);
    }

    private List<String> names(String argument) {
        return Datasets.open(argument).entries().stream().map(PairEntry::name).toList();
    }

    private void manifest(String text) throws IOException {
        Files.writeString(folder.resolve("manifest.csv"), text);
    }

    private void image(String name, int channels, int height, int width) {
        float[] values = new float[channels * height * width];
        Arrays.fill(values, 0.5f);
        values[0] = name.hashCode() % 100 / 100f;
        ImageFiles.write(folder.resolve(name), Image.adopt(PixelDomain.SRGB, height, width, values), SampleFormat.U8);
    }

    private void blocks(String variable, int offset) throws IOException {
        int[] shape = {2, 2, 2, 4, 3};
        Matrix matrix = Mat5.newMatrix(shape, us.hebi.matlab.mat.types.MatlabType.UInt8);
        for (int[] at = new int[5]; at[0] < 2; at[0] = next(at, shape)) {
            matrix.setInt(at, 100 * at[0] + 50 * at[1] + 10 * at[2] + 2 * at[3] + at[4] + offset);
        }
        Mat5.writeToFile(
                Mat5.newMatFile().addArray(variable, matrix),
                folder.resolve(variable + ".mat").toFile());
    }

    /** Increments the indices, the last one fastest; returns the first. */
    private static int next(int[] at, int[] shape) {
        for (int d = 4; d > 0; d--) {
            if (++at[d] < shape[d]) {
                return at[0];
            }
            at[d] = 0;
        }
        return at[0] + 1;
    }

    private static void assertFails(String argument, String message) {
        assertThatThrownBy(() -> Datasets.open(argument))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}

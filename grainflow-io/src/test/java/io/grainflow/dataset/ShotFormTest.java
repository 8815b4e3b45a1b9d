package io.grainflow.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noisy shots without clean images, in all supported file layouts. */
final class ShotFormTest {
    @TempDir
    Path folder;

    @Test
    void foldersOfBurstsGiveEveryTwoShots() throws Exception {
        for (int i = 0; i < 4; i++) {
            write("door/frame-" + i + ".png", 0.1f * i);
            if (i < 2) {
                write("wall/frame-" + i + ".png", 0.5f);
            }
        }
        PairSource shots = Datasets.open("shots:" + folder);
        assertThat(shots.kind()).isEqualTo(PairKind.TWO_SHOTS);
        assertThat(shots.entries()).hasSize(6 + 1);
        assertThat(scenes(shots)).containsExactly("door", "wall");
        assertThat(shots.entries()).extracting(PairEntry::name).doesNotHaveDuplicates();
        NoisyPair pair = shots.entries().get(0).load();
        assertThat(pair.noisy().at(0, 0, 0)).isCloseTo(0, within(1e-3f));
        assertThat(pair.clean().at(0, 0, 0)).isCloseTo(0.1f, within(2e-3f));
        assertThat(Datasets.open("shots:" + folder + "?step=3").entries()).hasSize(1);
        assertThat(shots.fingerprint())
                .isNotEqualTo(
                        Datasets.open("averages:" + folder.resolve("door")).fingerprint());
    }

    @Test
    void namesWithCountersBelongTogether() throws Exception {
        for (String name : List.of("door-1", "door-2", "wall_a", "wall_b", "wall_c", "alone")) {
            write(name + ".png", 0.2f);
        }
        PairSource shots = Datasets.open("shots:" + folder);
        assertThat(scenes(shots)).containsExactly("door", "wall");
        assertThat(shots.entries()).hasSize(1 + 3);
    }

    @Test
    void twoFoldersWithTheSameNames() throws Exception {
        write("first/a.png", 0.1f);
        write("first/b.png", 0.2f);
        write("second/a.tif", 0.3f);
        write("second/b.tif", 0.4f);
        String both = folder.resolve("first") + "," + folder.resolve("second");
        PairSource shots = Datasets.open("shots:" + both);
        assertThat(shots.entries()).hasSize(2);
        Files.delete(folder.resolve("second/b.tif"));
        assertThatThrownBy(() -> Datasets.open("shots:" + both))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("b.png")
                .hasMessageContaining("has no partner");
    }

    @Test
    void averagesLeaveTheShotItselfOut() throws Exception {
        for (int i = 0; i < 3; i++) {
            write("door/" + i + ".tif", 0.25f * i);
        }
        PairSource averages = Datasets.open("averages:" + folder);
        assertThat(averages.kind()).isEqualTo(PairKind.NOISY_AND_CLEAN);
        assertThat(averages.entries()).hasSize(3);
        NoisyPair first = averages.entries().get(0).load();
        assertThat(first.noisy().at(0, 3, 3)).isEqualTo(0);
        assertThat(first.clean().at(0, 3, 3)).isCloseTo(0.375f, within(1e-6f));
        Files.delete(folder.resolve("door/2.tif"));
        assertThatThrownBy(() -> Datasets.open("averages:" + folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least three");
    }

    @Test
    void rendersComeWithWhatHelps() throws Exception {
        for (String name : List.of("n8-1", "n8-2", "n32-1", "n32-2")) {
            write("room/" + name + "-color.pfm", name.startsWith("n8") ? 8 : 32);
            write("room/" + name + "-albedo.pfm", 0.5f);
            write("room/" + name + "-normal.pfm", -1);
        }
        write("room/reference-color.pfm", 7);
        PairSource shots = Datasets.open("shots:" + folder + "?only=n8");
        assertThat(shots.entries()).hasSize(1);
        Image noisy = shots.entries().get(0).load().noisy();
        assertThat(noisy.channels()).isEqualTo(9);
        assertThat(noisy.domain()).isEqualTo(PixelDomain.LINEAR);
        assertThat(List.of(noisy.at(0, 0, 0), noisy.at(3, 0, 0), noisy.at(8, 0, 0)))
                .containsExactly(8f, 0.5f, -1f);
        assertThat(Datasets.open("shots:" + folder).entries()).hasSize(2);
        PairSource renders = Datasets.open("renders:" + folder);
        assertThat(renders.entries()).hasSize(4);
        assertThat(renders.kind()).isEqualTo(PairKind.NOISY_AND_CLEAN);
        Image clean = renders.entries().get(0).load().clean();
        assertThat(List.of(clean.at(2, 0, 0), clean.at(3, 0, 0), clean.at(8, 0, 0)))
                .containsExactly(7f, 0.5f, -1f);
    }

    @Test
    void realStacksGiveNeighbours() {
        Path stack = Path.of(System.getProperty("grainflow.shared", "../../shared"))
                .resolve("data/microscopy/lysosome-confocal-01-50-frames.tif");
        Assumptions.assumeTrue(Files.exists(stack), () -> "needs " + stack);
        assertThat(Datasets.open("shots:" + stack).entries()).hasSize(49);
        assertThat(Datasets.open("shots:" + stack + "?all").entries()).hasSize(50 * 49 / 2);
        NoisyPair pair = Datasets.open("shots:" + stack).entries().get(3).load();
        assertThat(pair.noisy().height()).isEqualTo(128);
        assertThat(pair.noisy()).isNotEqualTo(pair.clean());
    }

    @Test
    void cleanImagesAlone() throws Exception {
        write("a.png", 0.5f);
        write("b.png", 0.6f);
        PairSource clean = Datasets.open("clean:" + folder);
        assertThat(clean.kind()).isEqualTo(PairKind.CLEAN);
        assertThat(clean.entries()).hasSize(2);
        assertThatThrownBy(() -> Datasets.open("clean:" + folder + ";shots:" + folder))
                .isInstanceOf(InputException.class);
    }

    @Test
    void whatHoldsNoShotsIsRefused() throws Exception {
        write("one/a.png", 0.5f);
        for (String argument : List.of("shots:" + folder, "shots:" + folder + "/nowhere", "renders:" + folder)) {
            assertThatThrownBy(() -> Datasets.open(argument)).isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> Datasets.open("shots:" + folder + "?step=0"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("known: all, step=N, only=PREFIX");
    }

    private static List<String> scenes(PairSource source) {
        return source.entries().stream().map(PairEntry::scene).distinct().toList();
    }

    private void write(String name, float value) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        boolean light = name.endsWith(".pfm");
        float[] values = new float[(light ? 3 : 1) * 64];
        Arrays.fill(values, value);
        Image image = Image.adopt(light ? PixelDomain.LINEAR : PixelDomain.SRGB, 8, 8, values);
        ImageFiles.write(file, image, name.endsWith(".png") ? SampleFormat.U8 : SampleFormat.F32);
    }
}

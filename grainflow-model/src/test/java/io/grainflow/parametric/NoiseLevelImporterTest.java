package io.grainflow.parametric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.inference.Inference;
import io.grainflow.isp.BayerPattern;
import io.grainflow.model.ModelFile;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.raw.RawCamera;
import io.grainflow.raw.RawFiles;
import io.grainflow.raw.RawFrame;
import io.grainflow.raw.RawLevels;
import io.grainflow.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Import of measured noise levels from their published formats. */
final class NoiseLevelImporterTest {
    @TempDir
    Path folder;

    private Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static NoiseLevel level(Path file, String camera, int iso) {
        ModelFile<?> model = NoiseLevelImporter.read(file);
        HeteroscedasticSpec spec = (HeteroscedasticSpec) model.spec();
        return ((HeteroscedasticNoise) spec.build(model.vocabulary(), model.weights(), Inference.on(Device.CPU)))
                .level(Capture.of(camera, iso));
    }

    @Test
    void darktablesProfiles() throws IOException {
        Path file = text("noiseprofiles.json", """
                {"version": 0, "noiseprofiles": [{"maker": "M", "models": [{"model": "One", "profiles": [
                  {"name": "old", "iso": 100, "skip": true, "a": [9, 9, 9], "b": [9, 9, 9]},
                  {"name": "a", "iso": 100, "a": [3e-5, 1e-5, 2e-5], "b": [-1e-8, 2e-8, 3e-8]}]}]}]}
                """);
        assertThat(level(file, "One", 100))
                .isEqualTo(
                        new NoiseLevel(new double[] {3e-5, 1e-5, 1e-5, 2e-5}, new double[] {-1e-8, 2e-8, 2e-8, 3e-8}));
    }

    @Test
    void tables() throws IOException {
        Path phones = text("phones.csv", "cam_iso,beta1,beta2\nS6_00800,0.003696,0.000002\n");
        assertThat(level(phones, "S6", 800).b1(2)).isEqualTo(0.003696);
        Path scales = text("scales.csv", "maker,model,iso,scale_s,offset_o\nG,Hero,252,0.0004,1e-7\n");
        assertThat(level(scales, "Hero", 252).b2(3)).isEqualTo(1e-7);
        Path colours = text(
                "colours.csv", "model,iso,a_r,a_g,a_b,b_r,b_g,b_b,skip\nX,100,1,2,3,4,5,6,0\nX,200,1,2,3,4,5,6,1\n");
        assertThat(level(colours, "X", 100).b1(1)).isEqualTo(2);
        assertThat(NoiseLevelImporter.read(colours).vocabulary()).hasSize(1);
    }

    @Test
    void aFilesOwnNoiseProfile() throws IOException {
        RawCamera camera =
                new RawCamera("M", "One", 400, List.of(1e-4, 1e-7, 2e-4, 2e-7, 3e-4, 3e-7), List.of(), List.of());
        RawFrame frame = new RawFrame(2, 2, new short[4], RawLevels.of(64, 1023), BayerPattern.RGGB, camera);
        Path file = folder.resolve("a.dng");
        Files.write(file, RawFiles.dng(frame));
        assertThat(level(file, "One", 400))
                .isEqualTo(
                        new NoiseLevel(new double[] {1e-4, 2e-4, 2e-4, 3e-4}, new double[] {1e-7, 2e-7, 2e-7, 3e-7}));
    }

    @Test
    void whatIsNoneIsTold() throws IOException {
        assertRefused(text("a.json", "{"), "is no readable JSON");
        assertRefused(text("b.json", "{}"), "holds no noise levels");
        assertRefused(text("a.csv", "camera,level\nS6,1\n"), "has no column model");
        assertRefused(text("b.csv", "cam_iso,beta1,beta2\nS6_00800,x,1\n"), "line 2: has no number in column beta1");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> NoiseLevelImporter.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason);
    }
}

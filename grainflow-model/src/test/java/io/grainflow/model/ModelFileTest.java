package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.Initialisation;
import io.grainflow.noise.CaptureGaussianNoise;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.parametric.GaussianSpec;
import io.grainflow.parametric.HeteroscedasticSpec;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files round-trip, and errors in files are reported. */
final class ModelFileTest {
    private static final Capture S6 = Capture.of("S6", 100);
    private static final Capture GP = Capture.of("GP", 3200);
    private static final NoiseLevel LEVEL_S6 = new NoiseLevel(new double[] {0.1, 0.2}, new double[] {1e-5, 1e-6});
    private static final NoiseLevel LEVEL_GP = new NoiseLevel(new double[] {0.3, 0.4}, new double[] {2e-5, -1e-6});

    @TempDir
    Path folder;

    @Test
    void heteroscedasticRoundTrip() {
        Path file = folder.resolve("noise.safetensors");
        heteroscedastic().write(file);
        ModelFile<NoiseSpec> read = Models.readNoise(file);
        assertThat(read).isEqualTo(heteroscedastic());
        assertThat(read.vocabulary()).containsExactly(GP, S6);
        assertThat(Models.noise(read)).isEqualTo(new HeteroscedasticNoise(Map.of(S6, LEVEL_S6, GP, LEVEL_GP)));
    }

    @Test
    void gaussianRoundTrip() {
        Path file = folder.resolve("noise.safetensors");
        Map<Capture, double[]> sigma = Map.of(S6, new double[] {0.1, 0.2, 0.3}, GP, new double[] {0.4, 0.5, 0.6});
        GaussianSpec.file(sigma, Units.of(PixelDomain.SRGB), provenance()).write(file);
        CaptureGaussianNoise noise = (CaptureGaussianNoise) Models.noise(Models.readNoise(file));
        assertThat(noise.sigmaPerChannel(S6)).containsExactly(0.1, 0.2, 0.3);
        assertThat(noise.sigmaPerChannel(GP)).containsExactly(0.4, 0.5, 0.6);
    }

    @Test
    void denoiserRoundTripAndEqualBytes() throws IOException {
        Path first = folder.resolve("a.safetensors");
        Path second = folder.resolve("b.safetensors");
        dncnn().write(first);
        dncnn().write(second);
        assertThat(Models.readDenoiser(first)).isEqualTo(dncnn());
        assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(second));
    }

    /** Weights are validated only once. Each validation copies the values, which is visible in the memory that the thread allocates. */
    @Test
    void valuesAreCheckedOnce() {
        Path file = folder.resolve("denoiser.safetensors");
        DnCnnSpec spec = DnCnnSpec.defaults(3);
        ModelFile<DnCnnSpec> model = new ModelFile<>(
                spec,
                List.of(),
                Units.of(PixelDomain.SRGB),
                provenance(),
                Initialisation.of(spec.network(), new Seed(1)));
        model.write(file);
        long values = model.weights().tensors().values().stream()
                .mapToLong(tensor -> 4 * tensor.count())
                .sum();
        Models.readDenoiser(file);
        long reading = allocated(() -> Safetensors.read(file));
        long loading = allocated(() -> Models.readDenoiser(file));
        assertThat((double) (loading - reading) / values).isBetween(0.9, 1.6);
    }

    private static long allocated(Runnable body) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        body.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void wrongKindIsTold() {
        Path noise = folder.resolve("noise.safetensors");
        heteroscedastic().write(noise);
        Path denoiser = folder.resolve("denoiser.safetensors");
        dncnn().write(denoiser);
        assertThatThrownBy(() -> Models.readDenoiser(noise))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a noise model, expected a denoiser");
        assertThatThrownBy(() -> Models.readNoise(denoiser))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a denoiser, expected a noise model");
    }

    @Test
    void newerFormatIsRefused() {
        assertThatThrownBy(() -> ModelFile.read(changed("grainflow.format", "3")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("written by format 3, this build reads up to 1; update Grainflow");
    }

    @Test
    void otherFilesAreNoModels() throws IOException {
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, new Safetensors.Contents(Map.of(), Map.of()));
        assertThatThrownBy(() -> ModelFile.read(other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no Grainflow model");
        Path text = Files.writeString(folder.resolve("text.safetensors"), "not a model at all");
        assertThatThrownBy(() -> ModelFile.read(text)).isInstanceOf(InputException.class);
        byte[] whole = Files.readAllBytes(changed("x", "y"));
        Path cut = Files.write(folder.resolve("cut.safetensors"), java.util.Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> ModelFile.read(cut)).isInstanceOf(InputException.class);
    }

    @Test
    void specificationIsReadStrictly() {
        assertSpecFails("{\"type\":\"dncnn\",\"depth\":3}", "channels");
        assertSpecFails("{\"type\":\"heteroscedastic\",\"channels\":2,\"colour\":1}", "unknown field colour");
        assertSpecFails("{\"type\":\"flow9\",\"channels\":2}", "unknown type flow9");
        assertSpecFails("{\"type\":\"heteroscedastic\",\"channels\":0}", "at least one channel, got 0");
        assertSpecFails("{\"type\":\"heteroscedastic\",\"channels\":\"2\"}", "channels");
        assertSpecFails("[", "cannot be understood");
        assertThatThrownBy(() -> ModelFile.read(changed("grainflow.units", "{\"domain\":\"LAB\",\"white\":1}")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("LAB");
        assertThatThrownBy(() -> ModelFile.read(changed("grainflow.vocabulary", "[{\"camera\":\"S6\",\"iso\":0}]")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("positive ISO");
    }

    @Test
    void allWrongTensorsAreListed() {
        ModelFile<DnCnnSpec> model = dncnn();
        Map<String, StoredTensor> tensors = new TreeMap<>(model.weights().tensors());
        tensors.remove("conv.0.bias");
        tensors.put("conv.1.weight", StoredTensor.ofFloats(new float[4], 4));
        tensors.put("bn.1.bias", StoredTensor.ofFloats(new float[] {1, 2, Float.NaN, 4}, 4));
        tensors.put("extra", StoredTensor.ofFloats(new float[1], 1));
        Path good = folder.resolve("good.safetensors");
        model.write(good);
        Path bad = folder.resolve("bad.safetensors");
        Safetensors.write(bad, new Safetensors.Contents(Safetensors.read(good).metadata(), tensors));
        assertThatThrownBy(() -> ModelFile.read(bad))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("missing conv.0.bias")
                .hasMessageContaining("conv.1.weight has shape [4] instead of [4,4,3,3]")
                .hasMessageContaining("bn.1.bias has values that are not finite")
                .hasMessageContaining("unused extra");
    }

    private void assertSpecFails(String spec, String part) {
        assertThatThrownBy(() -> ModelFile.read(changed("grainflow.spec", spec)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("grainflow.spec")
                .hasMessageContaining(part)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private Path changed(String key, String value) {
        Path file = folder.resolve("changed.safetensors");
        heteroscedastic().write(file);
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> metadata = new TreeMap<>(contents.metadata());
        metadata.put(key, value);
        Safetensors.write(file, new Safetensors.Contents(metadata, contents.tensors()));
        return file;
    }

    private static ModelFile<HeteroscedasticSpec> heteroscedastic() {
        return HeteroscedasticSpec.file(Map.of(S6, LEVEL_S6, GP, LEVEL_GP), Units.of(PixelDomain.SRGB), provenance());
    }

    private static ModelFile<DnCnnSpec> dncnn() {
        DnCnnSpec spec = new DnCnnSpec(1, 3, 4, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
        return new ModelFile<>(
                spec,
                List.of(),
                Units.of(PixelDomain.SRGB),
                provenance(),
                Initialisation.of(spec.network(), new Seed(1)));
    }

    private static Provenance provenance() {
        return Provenance.of(Map.of("job", "test"), 5, "abc", Map.of("psnrDecibels", 30.25));
    }
}

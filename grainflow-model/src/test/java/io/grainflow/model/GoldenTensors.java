package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.network.Parameters;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Assumptions;

/** Reference values of the shared test material, without which tests are skipped. */
public record GoldenTensors(SortedMap<String, StoredTensor> tensors) {
    /** Tolerance in float64. */
    public static final double TIGHT = 1e-9;
    /** Tolerance for values that are stored in float32. */
    public static final double STORED = 1e-6;

    public static final double GRADIENT = 1e-8;

    public static Path shared(String name) {
        Path file = Path.of(System.getProperty("grainflow.shared", "../../shared"), name);
        Assumptions.assumeTrue(Files.exists(file), () -> "needs " + file);
        return file;
    }

    public static GoldenTensors of(String name) {
        return new GoldenTensors(
                Safetensors.read(shared("golden/" + name + ".safetensors")).tensors());
    }

    public StoredTensor stored(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    public Tensor tensor(String name) {
        return Tensor.ofDoubles(stored(name).toDoubles(), stored(name).shape());
    }

    /** Captures from the tensors cam and iso, one per sample; a single one applies to all samples. */
    public List<Capture> captures(String prefix, List<String> cameras, int count) {
        double[] camera = stored(prefix + "cam").toDoubles();
        double[] iso = stored(prefix + "iso").toDoubles();
        List<Capture> captures = new ArrayList<>();
        for (int i = 0; i < camera.length; i++) {
            captures.add(Capture.of(cameras.get((int) camera[i]), (int) iso[i]));
        }
        return camera.length == 1 ? Collections.nCopies(count, captures.get(0)) : captures;
    }

    public void close(Tensor actual, String name, double tolerance) {
        close(name, actual.toDoubles(), stored(name).toDoubles(), tolerance);
    }

    public void closeGradient(Parameters parameters, String name, String golden) {
        close(Objects.requireNonNull(parameters.get(name).grad(), name), golden, GRADIENT);
    }

    /** Compares with a tolerance relative to the largest expected value, or to 1 if that is larger. */
    public static void close(String name, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(name).hasSize(expected.length);
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).as("%s[%d]", name, i).isLessThanOrEqualTo(tolerance * scale);
        }
    }
}

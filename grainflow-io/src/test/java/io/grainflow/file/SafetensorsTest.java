package io.grainflow.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {
    @TempDir
    Path folder;

    private Path write(String name) {
        Path file = folder.resolve(name);
        Safetensors.write(
                file,
                new Safetensors.Contents(
                        Map.of("author", "nobody", "quote", "\"\\ \u00e9"),
                        Map.of(
                                "b.weight", StoredTensor.ofFloats(new float[] {1, -2, Float.MIN_VALUE, 4, 5, 6}, 2, 3),
                                "a.index", StoredTensor.ofLongs(new long[] {Long.MIN_VALUE, 7}, 2),
                                "empty", StoredTensor.ofFloats(new float[0], 0, 4),
                                "scalar", StoredTensor.ofDoubles(new double[] {Math.PI}))));
        return file;
    }

    @Test
    void contentsSurviveTheRoundTripAndBytesAreStable() throws IOException {
        Path file = write("model.safetensors");
        Safetensors.Contents read = Safetensors.read(file);
        assertThat(read.metadata()).containsEntry("quote", "\"\\ \u00e9").hasSize(2);
        assertThat(read.tensors().keySet()).containsExactly("a.index", "b.weight", "empty", "scalar");
        StoredTensor weight = read.tensors().getOrDefault("b.weight", StoredTensor.ofFloats(new float[0], 0));
        assertThat(weight.toFloats()).containsExactly(1, -2, Float.MIN_VALUE, 4, 5, 6);
        assertThat(weight.shape()).containsExactly(2, 3);
        Path again = folder.resolve("again.safetensors");
        Safetensors.write(again, read);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void brokenFilesAreToldInOneLine() throws IOException {
        Path file = write("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        assertBroken(new byte[0], "has 0 bytes");
        assertBroken(Arrays.copyOf(bytes, bytes.length - 3), "truncated");
        assertBroken("hello, I am a text file".getBytes(StandardCharsets.US_ASCII), "claims a header of");
        assertBroken(header("[1]"), "no JSON object");
        assertBroken(header("{\"a\":"), "no valid JSON");
        assertBroken(header("{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}"), "unknown dtype");
        assertBroken(
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}"),
                "impossible shape");
        assertBroken(header("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}"), "bad number");
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("absent")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Safetensors.read(folder)).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesNeverFailInAnotherWay(long seed) throws IOException {
        byte[] bytes = Files.readAllBytes(write("model.safetensors"));
        SplittableRandom random = new Seed(seed).random();
        Path file = folder.resolve("damaged");
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int k = 0; k < 3 && damaged.length > 0; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                Safetensors.read(file);
            } catch (InputException e) {
                assertThat(e.getMessage()).contains("damaged").doesNotContain("\n");
            }
        }
    }

    private void assertBroken(byte[] bytes, String message) throws IOException {
        Path file = folder.resolve("broken");
        Files.write(file, bytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    private static byte[] header(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + text.length + 4];
        bytes[0] = (byte) text.length;
        System.arraycopy(text, 0, bytes, 8, text.length);
        return bytes;
    }
}

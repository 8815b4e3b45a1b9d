package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NativeLibraryTest {
    @Test
    void versionIsTold() {
        assertThat(NativeLibrary.version()).matches("\\d+\\.\\d+\\.\\d+-\\d+\\.\\d+\\.\\d+");
    }

    /** Requests, in a separate process, a platform whose libraries are not available. */
    @Test
    void aMachineThatCannotRunTheLibraryIsToldInOneLine() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.platform=linux-mips64el",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstTensor.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output)
                .contains("InputException: libtorch: cannot be loaded on " + System.getProperty("os.name"))
                .contains("free space in the JavaCPP cache folder");
    }

    /** A program that creates its first tensor. */
    static final class FirstTensor {
        private FirstTensor() {}

        public static void main(String[] arguments) {
            Scope.run(() -> Tensor.ones(1).item());
        }
    }
}

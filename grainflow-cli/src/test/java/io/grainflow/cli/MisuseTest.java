package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MisuseTest {
    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of(List.of(), "missing command"),
                Arguments.of(List.of("denose"), "did you mean denoise"),
                Arguments.of(List.of("train"), "missing what to train"),
                Arguments.of(
                        List.of("export", "--model", "m", "--to", "tflite", "--out", "o"),
                        "expected onnx or bioimageio, got 'tflite'"),
                Arguments.of(
                        List.of("export", "--model", "m", "--to", "onnx", "--out", "o", "--license", "MIT"),
                        "belong to --to bioimageio"),
                Arguments.of(
                        List.of("denoise", "--model", "m", "--images", "i", "--out", "o", "--precision", "fp64"),
                        "expected fp32, bf16, int8, got 'fp64'"),
                Arguments.of(
                        List.of("benchmark", "--what", "vgg"), "expected dncnn, unet, naflow or raw alone, got 'vgg'"),
                Arguments.of(List.of("evaluate"), "missing what to evaluate"),
                Arguments.of(List.of("estimate"), "--images"),
                Arguments.of(List.of("estimate", "--images", "a", "--jsn", "b"), "did you mean --json"),
                Arguments.of(List.of("estimate", "--images", "a", "--threads", "-1"), "--threads"),
                Arguments.of(List.of("estimate", "--images", "a", "--threads", "two"), "'two' is not an int"),
                Arguments.of(
                        List.of("estimate", "--images", "a", "--device", "tpu"), "expected cpu or cuda, got 'tpu'"),
                Arguments.of(
                        List.of("train", "noise", "gausian", "--data", "d", "--out", "o"),
                        "expected gaussian or heteroscedastic or noise-flow or flow-srgb or naflow or nm-flowgan or neca or c2n, got 'gausian'"),
                Arguments.of(
                        List.of("evaluate", "noise", "--model", "m", "--data", "d", "--split", "half"),
                        "expected train, validation, test, all, got 'half'"),
                Arguments.of(
                        List.of("evaluate", "denoiser", "--model", "m", "--clean", "c", "--noise", "gaussian"),
                        "gaussian:SIGMA"),
                Arguments.of(
                        List.of("evaluate", "denoiser", "--model", "m", "--clean", "c", "--noise", "gaussian:-5"),
                        "gaussian:SIGMA"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void oneLineAndStatusTwo(List<String> words, String expected) {
        Run run = Run.of(words.toArray());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("grainflow: ").contains(expected).contains("--help");
    }
}

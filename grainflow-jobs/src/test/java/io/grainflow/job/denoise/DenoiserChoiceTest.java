package io.grainflow.job.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.classical.ClassicalMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Texts that users give for a denoiser. */
final class DenoiserChoiceTest {
    @TempDir
    Path folder;

    @Test
    void wordsOfMethodsAreMethods() {
        for (ClassicalMethod method : ClassicalMethod.values()) {
            assertThat(DenoiserChoice.parse(method.word())).isEqualTo(new DenoiserChoice.Method(method));
        }
    }

    @Test
    void everythingElseIsAFile() {
        assertThat(DenoiserChoice.parse("dncnn.safetensors"))
                .isEqualTo(new DenoiserChoice.ModelFile(Path.of("dncnn.safetensors")));
        assertThat(DenoiserChoice.parse("BM3D")).isEqualTo(new DenoiserChoice.ModelFile(Path.of("BM3D")));
        Path below = folder.resolve("bm3d");
        assertThat(DenoiserChoice.parse(below.toString())).isEqualTo(new DenoiserChoice.ModelFile(below));
        assertThatThrownBy(() -> DenoiserChoice.parse("a\u0000b")).isInstanceOf(InvalidPathException.class);
    }

    /** The word is looked up where the program runs, so the file is there for the time of the test. */
    @Test
    void aFileOfTheNameGoesFirst() throws IOException {
        Path file = Path.of(ClassicalMethod.BM3D.word());
        assertThat(file).doesNotExist();
        Files.createFile(file);
        try {
            assertThat(DenoiserChoice.parse("bm3d")).isEqualTo(new DenoiserChoice.ModelFile(file));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void inJsonItIsTheWord() {
        JsonMapper json = JsonMapper.shared();
        assertThat(json.writeValueAsString(DenoiserChoice.parse("nlm"))).isEqualTo("\"nlm\"");
        assertThat(json.writeValueAsString(DenoiserChoice.parse("a.safetensors")))
                .isEqualTo("\"a.safetensors\"");
        assertThat(json.readValue("\"nlm\"", DenoiserChoice.class)).isEqualTo(DenoiserChoice.parse("nlm"));
        assertThat(json.readValue("\"a.safetensors\"", DenoiserChoice.class))
                .isEqualTo(DenoiserChoice.parse("a.safetensors"));
    }
}

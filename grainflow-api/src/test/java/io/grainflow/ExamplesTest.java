package io.grainflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.job.synthesise.Simulate;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code examples} are what docs/library.md shows, compile, and do what they say. */
final class ExamplesTest {
    private static final Path ROOT = root();
    private static final Path SOURCES = ROOT.resolve("examples/src/main/java");

    @TempDir
    static Path classes;

    @TempDir
    Path folder;

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("examples"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder examples above the working directory");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.sorted().toList();
        }
    }

    @BeforeAll
    static void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private static void run(String name, Object... arguments) throws Exception {
        String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        URL[] urls = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, ExamplesTest.class.getClassLoader())) {
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) words);
        }
    }

    private Path scene(String name) {
        Path file = folder.resolve(name);
        Grainflow.write(file, DenoiserContract.scene(3, 96, 80));
        return file;
    }

    private static void assertChanged(Path before, Path after) {
        Image restored = Grainflow.read(after);
        assertThat(restored.sameShape(Grainflow.read(before))).isTrue();
        assertThat(restored).isNotEqualTo(Grainflow.read(before));
    }

    @Test
    void imagesAreRestored() throws Exception {
        Path noisy = scene("noisy.png");
        for (String name : List.of("DenoiseFile", "DenoisePicture")) {
            Path clean = folder.resolve(name + ".png");
            run(name, noisy, clean);
            assertChanged(noisy, clean);
        }
        Path clean = folder.resolve("stream.png");
        run("ModelFromStream", ROOT.resolve("models/dncnn-polyu.safetensors"), noisy, clean);
        assertThat(Grainflow.read(clean)).isEqualTo(Grainflow.read(folder.resolve("DenoiseFile.png")));
    }

    @Test
    void noiseIsMadeAndRecognised() throws Exception {
        Path clean = scene("clean.png");
        Path noisy = folder.resolve("noisy.png");
        run("SampleNoise", clean, noisy, "nikon-d800", 6400);
        assertChanged(clean, noisy);
        Path like = folder.resolve("like.png");
        run("SampleLike", clean, like, noisy);
        assertChanged(clean, like);
        run("IdentifyCamera", noisy);
    }

    @Test
    void aDenoiserIsTrainedEvaluatedAndExported() throws Exception {
        Path pairs = folder.resolve("pairs");
        Grainflow.run(Simulate.defaults().scenes(8).size(64).out(pairs));
        Path model = folder.resolve("mine.safetensors");
        run("TrainOwnDenoiser", pairs, 0.02, model);
        try (LoadedDenoiser denoiser = Grainflow.denoiser(model.toString())) {
            assertThat(denoiser.denoise(DenoiserContract.scene(3, 32, 32)).channels())
                    .isEqualTo(3);
        }
        run("EvaluateOwnDenoiser", model, pairs);
        Path onnx = folder.resolve("mine.onnx");
        run("ExportToOnnx", model, onnx);
        assertThat(Files.size(onnx)).isGreaterThan(100_000);
    }

    @Test
    void theDocumentationShowsThem() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/library.md"));
        for (Path source : sources()) {
            assertThat(page)
                    .as(source.toString())
                    .contains(Files.readString(source).strip());
        }
    }
}

package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.cli.option.ModelConverter;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a command on each kind of bad input and compares the printed line with the table in docs/errors.md.
 * {@code -Dgrainflow.docs=write} writes the table instead.
 */
final class ErrorsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "errors.md");
    private static final String BEGIN = "<!-- begin: made by ErrorsTest -->\n";
    private static final String END = "<!-- end -->\n";

    /** Models that are not files in the test's folder. */
    private static final List<String> NAMED_MODELS = List.of("dncnn-polyu", "bm3d");

    @TempDir
    Path root;

    private final List<String> rows = new ArrayList<>();

    @Test
    void everyProblemIsOneLineAndDocumented() throws IOException {
        makeInputs();
        data();
        images();
        rawFiles();
        withoutCleanImages();
        models();
        documents();
        outputs();
        fullDisk();
        noPermission();
        String table = "| what is wrong | call | status | printed |\n|---|---|---|---|\n" + String.join("", rows);
        if ("write".equals(System.getProperty("grainflow.docs"))) {
            String text = Files.readString(DOCUMENT);
            Files.writeString(
                    DOCUMENT,
                    text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
                            + table
                            + text.substring(text.indexOf(END)));
        }
        String text = Files.readString(DOCUMENT);
        assertThat(text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END)))
                .isEqualTo(table);
    }

    private void makeInputs() throws IOException {
        Run made = Run.of(
                "simulate",
                "--out",
                root.resolve("pairs"),
                "--camera",
                "vc-compact",
                "--iso",
                "800,3200",
                "--scenes",
                4,
                "--size",
                64);
        assertThat(made.status()).as(made.err()).isZero();
        Run trained = call("train noise heteroscedastic --data pairs --out noise.safetensors");
        assertThat(trained.status()).as(trained.err()).isZero();
    }

    private void data() throws IOException {
        BadInputs bad = new BadInputs(root);
        bad.folder("empty");
        row("empty folder", "train noise gaussian --data empty --out m.safetensors", 1, 1);
        row("folder that is not there", "train noise gaussian --data nowhere --out m.safetensors", 1, 1);

        Path column = bad.copy(root.resolve("pairs"), "no-iso");
        BadInputs.text(
                column.resolve("manifest.csv"),
                Files.readString(column.resolve("manifest.csv")).replaceFirst("iso", "speed"));
        row("missing manifest column", "train noise gaussian --data no-iso --out m.safetensors", 1, 1);

        Path unequal = bad.copy(root.resolve("pairs"), "unequal");
        ImageFiles.write(unequal.resolve("noisy/vc-compact-iso800-scene000.png"), BadInputs.grey(3), SampleFormat.U8);
        row("pair of unequal sizes", "train noise gaussian --data unequal --split all --out m.safetensors", 1, 2);
        assertThat(root.resolve("m.safetensors")).as("the other pairs are done").exists();

        Path mixed = bad.copy(root.resolve("pairs"), "mixed");
        ImageFiles.write(mixed.resolve("noisy/grey.png"), BadInputs.grey(1), SampleFormat.U16);
        ImageFiles.write(mixed.resolve("clean/grey.png"), BadInputs.grey(1), SampleFormat.U16);
        BadInputs.text(
                mixed.resolve("manifest.csv"),
                Files.readString(mixed.resolve("manifest.csv"))
                        + "noisy/grey.png,clean/grey.png,vc-compact,800,grey\n");
        row(
                "16-bit grey among 8-bit colour",
                "train noise gaussian --data mixed --split all --out n.safetensors",
                1,
                2);

        Path gone = bad.copy(root.resolve("pairs"), "gone");
        Files.delete(gone.resolve("noisy/vc-compact-iso800-scene001.png"));
        row("file of the manifest that is not there", "evaluate images --data gone --synthetic gone/noisy", 1, 2);
    }

    private void images() throws IOException {
        BadInputs bad = new BadInputs(root);
        Path truncated = bad.photos("truncated");
        ImageFiles.write(truncated.resolve("half.png"), BadInputs.grey(3), SampleFormat.U8);
        BadInputs.truncate(truncated.resolve("half.png"), 400);
        row("truncated PNG", "estimate --images truncated", 1, 2);

        Files.createFile(bad.photos("zero").resolve("zero.png"));
        row("file of 0 bytes", "estimate --images zero", 1, 2);

        BadInputs.text(bad.photos("text").resolve("text.png"), "no image at all\n");
        row("text file named .png", "estimate --images text", 1, 2);

        BadInputs.hugeHeader(bad.photos("huge").resolve("huge.png"));
        row("header of 60000x60000 pixels", "estimate --images huge", 1, 2);
        row(
                "too large a PNG for a trained denoiser",
                "denoise --model dncnn-polyu --images huge/huge.png --out made",
                1,
                2);
        row(
                "8-bit numbers of a denoiser that was not measured",
                "denoise --model dncnn-polyu --images text --out made --precision int8",
                1,
                1);
        row(
                "too little memory for a denoiser",
                "denoise --model dncnn-polyu --images text --out made --memory 0",
                1,
                1);
        row("memory for BM3D", "denoise --model bm3d --images text --out made --memory 100", 1, 1);
        row("benchmark of a tiny image", "benchmark --size 8", 1, 1);
        row("too large an image for BM3D", "denoise --model bm3d --images huge/huge.png --out made", 1, 2);

        BadInputs.notANumber(bad.photos("nan").resolve("nan.tif"));
        row("NaN in a float TIFF", "estimate --images nan", 1, 2);

        row("folder without images", "estimate --images empty", 1, 1);
    }

    private void rawFiles() throws IOException {
        BadInputs bad = new BadInputs(root);
        BadInputs.text(bad.photos("broken-mat").resolve("frame.mat"), "MATLAB 7.3 MAT-file, but no more\n");
        row("corrupt HDF5 file", "estimate --images broken-mat", 1, 2);

        BadInputs.dng(bad.photos("other-filter").resolve("frame.dng"), 3);
        row("colour filter array that is not known", "estimate --images other-filter", 1, 2);

        Path cut = bad.photos("cut-dng").resolve("frame.dng");
        BadInputs.dng(cut, 2);
        BadInputs.truncate(cut, 3000);
        row("truncated DNG file", "estimate --images cut-dng", 1, 2);

        row("levels that are no numbers", "estimate --images text --levels 64-1023", 1, 1);

        Run made = call("simulate --out raw --domain raw --camera vc-compact --iso 800 --scenes 5 --size 64");
        assertThat(made.status()).as(made.err()).isZero();
        Run trained = call("train noise heteroscedastic --data packed:raw --out raw-noise.safetensors");
        assertThat(trained.status()).as(trained.err()).isZero();
        row(
                "colour picture for a raw model",
                "synth --model raw-noise.safetensors --clean text/good.png --camera vc-compact --iso 800 --out made",
                1,
                2);
        row(
                "layer that is not known",
                "train noise noise-flow --data packed:raw --set architecture=spline --out f.safetensors",
                1,
                1);
        Path odd = bad.folder("odd");
        for (String part : List.of("noisy", "clean")) {
            Files.createDirectories(odd.resolve(part));
            ImageFiles.write(
                    odd.resolve(part).resolve("a.png"), BadInputs.grey(1).crop(0, 0, 47, 48), SampleFormat.U16);
        }
        row("mosaic of odd size", "train noise gaussian --data packed:odd --split all --out o.safetensors", 1, 2);
    }

    private void withoutCleanImages() throws IOException {
        String train = "train denoiser unet --steps 2 --out o.safetensors --data ";
        row("folder without two shots of anything", train + "shots:empty --target noisy", 1, 1);
        row("shots where clean images are wanted", train + "shots:pairs/noisy", 1, 1);
        row("noisy targets without a second shot", train + "pairs --target noisy", 1, 1);
        row("noise that is not known", train + "pairs --noise snow:3", 1, 1);
        row(
                "correction of clipping for noise of many strengths",
                train + "pairs --noise clipped:gaussian:0-50 --target noisy --correct-clipping",
                1,
                1);
        row("images too small for the network", train + "pairs --set levels=8 --noise gaussian:25", 1, 1);
        Files.createDirectories(root.resolve("cut-volume"));
        byte[] header = new byte[400];
        java.nio.ByteBuffer.wrap(header).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(348);
        Files.write(root.resolve("cut-volume/head.nii"), header);
        row("volume that is none", train + "shots:cut-volume --target noisy", 1, 2);
        Files.createDirectories(root.resolve("no-exr"));
        Files.write(root.resolve("no-exr/a.exr"), new byte[] {0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0, 1, 2, 3});
        row("OpenEXR file that is cut off", "estimate --images no-exr", 1, 2);
    }

    private void models() throws IOException {
        Path model = root.resolve("noise.safetensors");
        row(
                "unknown camera",
                "synth --model noise.safetensors --clean truncated/good.png --camera S7 --iso 800 --out made",
                1,
                1);
        row(
                "unknown ISO",
                "synth --model noise.safetensors --clean truncated/good.png --camera vc-compact --iso 50 --out made",
                1,
                1);
        Files.copy(model, root.resolve("corrupt.safetensors"));
        BadInputs.truncate(root.resolve("corrupt.safetensors"), 200);
        row("corrupt model file", "evaluate noise --model corrupt.safetensors --data pairs", 1, 1);
        BadInputs.ofNewerFormat(model, root.resolve("newer.safetensors"));
        row("model of a newer format", "evaluate noise --model newer.safetensors --data pairs", 1, 1);
        row("model of another kind", "denoise --model noise.safetensors --images truncated --out made", 1, 1);
        row("noise model as bioimage.io package", "export --model noise.safetensors --to bioimageio --out n.zip", 1, 1);
        row("corrupt model file to export", "export --model corrupt.safetensors --to onnx --out n.onnx", 1, 1);
        Files.copy(ModelConverter.model("dncnn-polyu"), root.resolve("dncnn.safetensors"));
        row(
                "licence that is not known",
                "export --model dncnn.safetensors --to bioimageio --license mine --out n.zip",
                1,
                1);
        row("export that is there already", "export --model noise.safetensors --to onnx --out noise.safetensors", 1, 1);
        row("image that is no model", "denoise --model truncated/good.png --images truncated --out made", 1, 1);
        ImageFiles.write(new BadInputs(root).folder("grey").resolve("grey.png"), BadInputs.grey(1), SampleFormat.U8);
        row(
                "grey image for a colour model",
                "synth --model noise.safetensors --clean grey --camera vc-compact --iso 800 --out made",
                1,
                2);
    }

    private void documents() throws IOException {
        document("no-job.json", "{\"out\": \"pairs\"}");
        row("document without a job", "run no-job.json", 1, 1);
        document("job.json", "{\"job\": \"denoise\", \"model\": \"m\"}");
        row("job that is not known", "run job.json", 1, 1);
        document("setting.json", "{\"job\": \"estimateNoise\", \"image\": \"text\"}");
        row("setting that is not known", "run setting.json", 1, 1);
        document("value.json", "{\"job\": \"simulate\", \"out\": \"pairs\", \"scenes\": \"ten\"}");
        row("setting of another type", "run value.json", 1, 1);
        document("word.json", "{\"job\": \"trainDenoiser\", \"net\": \"resnet\"}");
        row("word that is not known", "run word.json", 1, 1);
        document("lacks.json", "{\"job\": \"trainDenoiser\", \"data\": \"pairs\"}");
        row("document that lacks something", "run lacks.json", 1, 1);
        document("cut.json", "{\"job\": \"simulate\",");
        row("document that is cut off", "run cut.json", 1, 1);
        row("document that is not there", "run none.json", 1, 1);
    }

    private void document(String name, String text) throws IOException {
        BadInputs.text(root.resolve(name), text);
    }

    private void outputs() {
        row("result that is there already", "train noise gaussian --data pairs --out noise.safetensors", 1, 1);
        row("results that are there already", "simulate --out pairs --scenes 1 --size 64 --camera vc-compact", 1, 1);
        row("output folder that is a file", "simulate --out noise.safetensors", 1, 1);
        row(
                "device that is not there",
                "denoise --model noise.safetensors --images text --out made --device tpu",
                2,
                1);
        row("option that does not exist", "estimate --images text --jsn out.json", 2, 1);
    }

    /** On a small file system in memory, which only the superuser can create; for other users the existing row is kept. */
    private void fullDisk() throws IOException {
        Path small = Files.createDirectories(root.resolve("small"));
        if (command("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small.toString())) {
            try {
                row("full disk", "simulate --out small --scenes 1 --size 128 --camera vc-compact --iso 800", 1, 2);
                try (Stream<Path> left = Files.walk(small)) {
                    assertThat(left.filter(Files::isRegularFile)
                                    .map(file -> small.relativize(file).toString()))
                            .containsOnly("manifest.csv");
                }
            } finally {
                command("umount", small.toString());
            }
        } else {
            keepRow("full disk");
        }
    }

    /** The superuser may write everywhere, so in this case the existing row is kept. */
    private void noPermission() throws IOException {
        Path closed = Files.createDirectories(root.resolve("closed"));
        if (closed.toFile().setWritable(false) && !Files.isWritable(closed)) {
            row("no write permission", "train noise gaussian --data pairs --out closed/m.safetensors", 1, 1);
            assertThat(closed.toFile().setWritable(true)).isTrue();
        } else {
            keepRow("no write permission");
        }
    }

    private static boolean command(String... words) throws IOException {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void keepRow(String what) throws IOException {
        Files.readString(DOCUMENT)
                .lines()
                .filter(line -> line.startsWith("| " + what + " |"))
                .forEach(line -> rows.add(line + "\n"));
    }

    /** Runs the call and adds what it printed, the test's folder left out. */
    private void row(String what, String words, int status, int lines) {
        Run run = call(words);
        assertThat(run.status()).as(words + "\n" + run.err()).isEqualTo(status);
        assertThat(run.messages())
                .as(words)
                .hasSize(lines)
                .allSatisfy(line -> assertThat(line).doesNotContain("internal error"));
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(file -> file.toString().endsWith(".part")))
                    .as("nothing half-written")
                    .isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        String printed = run.messages().stream()
                .map(line -> line.replace(root + "/", "").replace("|", "\\|"))
                .map(line -> "`" + line + "`")
                .collect(Collectors.joining("<br>"));
        rows.add("| " + what + " | `grainflow " + words + "` | " + status + " | " + printed + " |\n");
    }

    /** Relative names in the call mean files of the test's folder. */
    private Run call(String words) {
        List<Object> args = new ArrayList<>();
        boolean path = false;
        for (String word : words.split(" ", -1)) {
            int name = word.indexOf(':') + 1;
            args.add(
                    path && !NAMED_MODELS.contains(word)
                            ? word.substring(0, name) + root.resolve(word.substring(name))
                            : word);
            path = List.of("run", "--data", "--out", "--images", "--model", "--clean", "--synthetic")
                    .contains(word);
        }
        Run run = Run.of(args.toArray());
        return new Run(
                run.status(),
                run.out(),
                run.err()
                        .lines()
                        .filter(line -> !line.startsWith("grainflow: seed "))
                        .collect(Collectors.joining("\n")));
    }
}

package io.grainflow.cli;

import io.grainflow.cli.terminal.Console;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Short runs of common commands, so that the JVM can record the classes that they need and load them faster later (class data
 * sharing, {@code -XX:ArchiveClassesAtExit}). The launcher calls it after a build.
 */
final class ClassDataArchive {
    private static final int SIDE = 48;

    private ClassDataArchive() {}

    public static void main(String[] args) throws IOException {
        run();
        System.exit(0);
    }

    /** The exit statuses of the runs. */
    static List<Integer> run() throws IOException {
        Path folder = Files.createTempDirectory("grainflow-rehearsal");
        try {
            Path images = Files.createDirectory(folder.resolve("images"));
            ImageFiles.write(images.resolve("a.png"), gradient(), SampleFormat.U8);
            ImageFiles.write(images.resolve("b.tif"), gradient(), SampleFormat.U16);
            return runs(images, folder).stream()
                    .map(words -> Main.run(words.toArray(String[]::new), quiet(), () -> false))
                    .toList();
        } finally {
            delete(folder);
        }
    }

    private static List<List<String>> runs(Path images, Path folder) {
        return List.of(
                List.of("--help"),
                List.of("inspect", "dncnn-polyu"),
                List.of(
                        "denoise",
                        "--model",
                        "dncnn-polyu",
                        "--images",
                        images.toString(),
                        "--out",
                        folder.resolve("restored").toString(),
                        "--json",
                        folder.resolve("result.json").toString()));
    }

    private static Image gradient() {
        float[] values = new float[3 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % SIDE) / (float) SIDE;
        }
        return Image.adopt(PixelDomain.SRGB, SIDE, SIDE, values);
    }

    private static Console quiet() {
        return Console.plain(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

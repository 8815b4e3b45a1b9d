package io.grainflow.dataset;

import io.grainflow.file.AtomicFile;
import io.grainflow.pair.Capture;
import java.nio.file.Path;
import java.util.List;

/** Writes the {@code manifest.csv} of a data set. */
public final class ManifestWriter {
    private ManifestWriter() {}

    /**
     * One pair.
     *
     * @param noisy path relative to the manifest, or absolute
     * @param clean likewise
     */
    public record Row(String noisy, String clean, Capture capture, String scene) {}

    /** Writes atomically. */
    public static void write(Path file, List<Row> rows) {
        StringBuilder text = new StringBuilder("noisy,clean,camera,iso,scene\n");
        for (Row row : rows) {
            text.append(String.join(
                            ",",
                            Csv.quote(row.noisy()),
                            Csv.quote(row.clean()),
                            Csv.quote(row.capture().camera().code()),
                            Integer.toString(row.capture().iso()),
                            Csv.quote(row.scene())))
                    .append('\n');
        }
        AtomicFile.writeText(file, text.toString());
    }
}

package io.grainflow.dataset;

import io.grainflow.pair.Capture;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder with {@code manifest.csv}, which has the columns {@code noisy,clean,camera,iso,scene}. Other columns are ignored; paths are
 * relative to the file. Rows with an empty noisy or clean path are single images and are skipped; an empty ISO means unspecified.
 */
final class Manifest {
    static final String NAME = "manifest.csv";
    private static final List<String> COLUMNS = List.of("noisy", "clean", "camera", "iso", "scene");

    private Manifest() {}

    static PairSource open(Path folder, RowFilter filter) {
        Path file = folder.resolve(NAME);
        List<Csv.Row> rows = Csv.read(file);
        if (rows.isEmpty()) {
            throw new InputException(file.toString(), "is empty", "give it the columns " + String.join(",", COLUMNS));
        }
        Map<String, Integer> columns = columns(file, rows.get(0));
        List<FilePair> pairs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            Map<String, String> values = values(file, columns, row);
            if (values.getOrDefault("noisy", "").isBlank()
                    || values.getOrDefault("clean", "").isBlank()
                    || !filter.accepts(values)) {
                continue;
            }
            FilePair pair = pair(file, folder, row, values);
            if (!names.add(pair.name())) {
                throw at(file, row, "names " + pair.name() + " a second time", "give each noisy image one row");
            }
            pairs.add(pair);
        }
        if (pairs.isEmpty()) {
            throw new InputException(
                    file.toString(), "lists no pairs" + filter.described(), "add rows, or change the filter");
        }
        return new FilePairs(pairs);
    }

    private static Map<String, Integer> columns(Path file, Csv.Row header) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.fields().size(); i++) {
            columns.putIfAbsent(header.fields().get(i).strip(), i);
        }
        String missing =
                COLUMNS.stream().filter(name -> !columns.containsKey(name)).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new InputException(
                    file.toString(),
                    "has no column " + missing,
                    "its first line must name " + String.join(",", COLUMNS));
        }
        return columns;
    }

    private static Map<String, String> values(Path file, Map<String, Integer> columns, Csv.Row row) {
        Map<String, String> values = new HashMap<>();
        columns.forEach((name, index) -> {
            if (index < row.fields().size()) {
                values.put(name, row.fields().get(index).strip());
            } else if (COLUMNS.contains(name)) {
                throw at(file, row, "has no value for " + name, "complete the row");
            }
        });
        return values;
    }

    private static FilePair pair(Path file, Path folder, Csv.Row row, Map<String, String> values) {
        String camera = values.getOrDefault("camera", "");
        if (camera.isBlank()) {
            throw at(file, row, "has no camera", "name one, such as \"unspecified\"");
        }
        String noisy = values.getOrDefault("noisy", "");
        String scene = values.getOrDefault("scene", "");
        try {
            String given = values.getOrDefault("iso", "");
            int iso = given.isBlank() ? PairedFolders.UNSPECIFIED.iso() : Integer.parseInt(given);
            return new FilePair(
                    noisy,
                    scene.isBlank() ? noisy : scene,
                    Capture.of(camera, iso),
                    folder.resolve(noisy),
                    folder.resolve(values.getOrDefault("clean", "")));
        } catch (NumberFormatException e) {
            throw at(file, row, "has the ISO \"" + values.get("iso") + "\"", "give a whole number");
        } catch (IllegalArgumentException e) {
            throw at(file, row, String.valueOf(e.getMessage()), "correct the row");
        }
    }

    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(NAME));
    }

    private static InputException at(Path file, Csv.Row row, String what, String remedy) {
        return new InputException(file + " line " + row.line(), what, remedy);
    }
}

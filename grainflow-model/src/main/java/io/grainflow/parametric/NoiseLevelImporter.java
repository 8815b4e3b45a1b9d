package io.grainflow.parametric;

import io.grainflow.dataset.Csv;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.raw.RawCamera;
import io.grainflow.raw.RawFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measured noise of cameras as heteroscedastic models of packed raw images (red, green in the red row, green in the blue row, blue; black =
 * 0, white = 1). Formats: darktable's {@code noiseprofiles.json}; tables with {@code cam_iso,beta1,beta2} (as published by Noise Flow's
 * authors for the phones of SIDD), {@code model,iso,scale_s,offset_o} or {@code model,iso,a_r,a_g,a_b,b_r,b_g,b_b}, and the NoiseProfile
 * tag of a DNG file.
 */
public final class NoiseLevelImporter {
    private static final Pattern CAMERA_ISO = Pattern.compile("([A-Za-z0-9-]+)_0*(\\d+)");
    private static final String[] COLOURS = {"r", "g", "b"};

    private final Path file;
    private final Map<Capture, NoiseLevel> levels = new TreeMap<>();

    private NoiseLevelImporter(Path file) {
        this.file = file;
    }

    public static ModelFile<HeteroscedasticSpec> read(Path file) {
        NoiseLevelImporter importer = new NoiseLevelImporter(file);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (RawFiles.isDngName(file)) {
            importer.readDng();
        } else if (name.endsWith(".json")) {
            importer.readDarktable();
        } else {
            importer.readTable();
        }
        if (importer.levels.isEmpty()) {
            throw new InputException(file.toString(), "holds no noise levels", "check what the file holds");
        }
        Provenance provenance = Provenance.of(Map.of("import", "noise-levels"), 0, "measured noise levels", Map.of());
        return HeteroscedasticSpec.file(importer.levels, Units.of(PixelDomain.RAW_PACKED), provenance);
    }

    private void readDng() {
        RawCamera camera = RawFiles.read(file).camera();
        List<Double> profile = camera.noiseProfile();
        Capture capture = camera.capture()
                .orElseThrow(() -> new InputException(
                        file.toString(), "does not tell its camera and ISO", "give a file as the camera wrote it"));
        if (profile.size() != 2 && profile.size() != 6) {
            throw new InputException(
                    file.toString(),
                    profile.isEmpty() ? "has no NoiseProfile" : "has a NoiseProfile of " + profile.size() + " numbers",
                    "give a file with one pair of numbers, or one per colour");
        }
        double[] slope = new double[3];
        double[] offset = new double[3];
        for (int c = 0; c < 3; c++) {
            slope[c] = profile.get(2 * c % profile.size());
            offset[c] = profile.get(2 * c % profile.size() + 1);
        }
        add(capture.camera().code(), capture.iso(), slope, offset);
    }

    private void readDarktable() {
        try {
            JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
            for (JsonNode maker : root.path("noiseprofiles")) {
                for (JsonNode model : maker.path("models")) {
                    for (JsonNode profile : model.path("profiles")) {
                        // the file has this row only for interpolation between others
                        if (!profile.path("skip").asBoolean(false)) {
                            add(
                                    model.path("model").asString(""),
                                    profile.path("iso").asInt(0),
                                    numbers(profile.path("a")),
                                    numbers(profile.path("b")));
                        }
                    }
                }
            }
        } catch (IOException | JacksonException e) {
            throw new InputException(
                    file.toString(), "is no readable JSON (" + firstLine(e) + ")", "give darktable's file", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private double[] numbers(JsonNode array) {
        if (array.size() != 3) {
            throw new InputException(
                    file.toString(), "has a profile without three numbers a and b", "give darktable's file");
        }
        return new double[] {
            array.get(0).asDouble(Double.NaN),
            array.get(1).asDouble(Double.NaN),
            array.get(2).asDouble(Double.NaN)
        };
    }

    private void readTable() {
        List<Csv.Row> rows = Csv.read(file);
        Map<String, Integer> columns = new HashMap<>();
        List<String> header = rows.isEmpty() ? List.of() : rows.get(0).fields();
        for (int i = 0; i < header.size(); i++) {
            columns.putIfAbsent(header.get(i).strip(), i);
        }
        for (Csv.Row row : rows.subList(Math.min(1, rows.size()), rows.size())) {
            if (columns.containsKey("cam_iso")) {
                Matcher capture = CAMERA_ISO.matcher(text(row, columns, "cam_iso"));
                if (!capture.matches()) {
                    throw at(row, "names no camera and ISO such as S6_00800");
                }
                double slope = number(row, columns, "beta1");
                double offset = number(row, columns, "beta2");
                add(capture.group(1), Integer.parseInt(capture.group(2)), same(slope), same(offset));
            } else if (columns.containsKey("scale_s")) {
                double slope = number(row, columns, "scale_s");
                double offset = number(row, columns, "offset_o");
                add(text(row, columns, "model"), (int) number(row, columns, "iso"), same(slope), same(offset));
            } else if (!columns.containsKey("skip") || number(row, columns, "skip") == 0) {
                add(
                        text(row, columns, "model"),
                        (int) number(row, columns, "iso"),
                        byColour(row, columns, "a_"),
                        byColour(row, columns, "b_"));
            }
        }
    }

    private double[] byColour(Csv.Row row, Map<String, Integer> columns, String prefix) {
        double[] values = new double[COLOURS.length];
        for (int c = 0; c < values.length; c++) {
            values[c] = number(row, columns, prefix + COLOURS[c]);
        }
        return values;
    }

    private static double[] same(double value) {
        return new double[] {value, value, value};
    }

    private String text(Csv.Row row, Map<String, Integer> columns, String name) {
        Integer column = columns.get(name);
        if (column == null) {
            throw new InputException(
                    file.toString(),
                    "has no column " + name,
                    "give cam_iso,beta1,beta2 or model,iso with scale_s,offset_o or with a_r,a_g,a_b,b_r,b_g,b_b");
        }
        return column < row.fields().size() ? row.fields().get(column).strip() : "";
    }

    private double number(Csv.Row row, Map<String, Integer> columns, String name) {
        try {
            return Double.parseDouble(text(row, columns, name));
        } catch (NumberFormatException e) {
            throw at(row, "has no number in column " + name);
        }
    }

    private InputException at(Csv.Row row, String problem) {
        return new InputException(file + " line " + row.line(), problem, "correct or remove it");
    }

    /** Later entries of a camera and ISO replace earlier ones. */
    private void add(String camera, int iso, double[] slope, double[] offset) {
        List<Double> all = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            all.add(slope[c]);
            all.add(offset[c]);
        }
        if (camera.isBlank() || iso < 1 || !all.stream().allMatch(Double::isFinite)) {
            throw new InputException(
                    file.toString(),
                    "has an entry without camera, ISO or numbers (" + camera + " ISO " + iso + ")",
                    "correct or remove it");
        }
        levels.put(
                Capture.of(camera, iso),
                new NoiseLevel(
                        new double[] {slope[0], slope[1], slope[1], slope[2]},
                        new double[] {offset[0], offset[1], offset[1], offset[2]}));
    }
}

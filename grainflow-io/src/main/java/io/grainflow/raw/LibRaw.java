package io.grainflow.raw;

import io.grainflow.isp.BayerPattern;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads proprietary raw formats with LibRaw's command-line tools {@code unprocessed_raw} and {@code raw-identify}, if they are installed
 * (Debian: libraw-bin). They run on a copy in a temporary folder, with a time limit.
 */
final class LibRaw {
    private static final long SECONDS = 120;
    private static final Pattern NUMBER = Pattern.compile("(\\d+)");

    private final Path file;

    private LibRaw(Path file) {
        this.file = file;
    }

    /** Whether the tools are installed. */
    static boolean installed() {
        return onPath("unprocessed_raw") && onPath("raw-identify");
    }

    private static boolean onPath(String tool) {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(java.io.File.pathSeparator)).stream()
                        .anyMatch(folder -> !folder.isBlank() && Files.isExecutable(Path.of(folder, tool)));
    }

    static RawFrame read(Path file) {
        if (!installed()) {
            throw new InputException(
                    file.toString(),
                    "needs LibRaw's tools to be read, and they are not installed",
                    "install them (Debian: apt install libraw-bin), or convert the file to DNG");
        }
        return new LibRaw(file).frame();
    }

    private RawFrame frame() {
        Path folder = folder();
        try {
            Path copy = folder.resolve("frame." + file.getFileName().toString().replaceAll(".*\\.", ""));
            Files.copy(file, copy);
            String description = run(folder, "raw-identify", "-v", copy.toString());
            run(folder, "unprocessed_raw", copy.toString());
            Path mosaic = folder.resolve(copy.getFileName() + ".pgm");
            return frame(description, PortableGreymap.parse(Files.readAllBytes(mosaic)));
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    file.toString(), "cannot be read by LibRaw (" + e.getMessage() + ")", "check the file", e);
        } finally {
            delete(folder);
        }
    }

    private Path folder() {
        try {
            return Files.createTempDirectory("grainflow-raw");
        } catch (IOException e) {
            throw new InputException(
                    file.toString(), "needs room for temporary files (" + e.getMessage() + ")", "free some space", e);
        }
    }

    private RawFrame frame(String description, PortableGreymap map) {
        int height = map.height() & ~1;
        int width = map.width() & ~1;
        short[] samples = new short[height * width];
        for (int y = 0; y < height; y++) {
            System.arraycopy(map.samples(), y * map.width(), samples, y * width, width);
        }
        BayerPattern pattern = pattern(description);
        RawLevels levels = new RawLevels(black(description, pattern), white(samples));
        RawCamera camera = new RawCamera(
                "",
                field(description, "Camera: ").replaceAll(" ID: .*", ""),
                number(description, "ISO speed: ", 0),
                List.of(),
                List.of(),
                List.of());
        return new RawFrame(height, width, samples, levels, pattern, camera);
    }

    /**
     * The black level is the sum of the common level, the level by colour (red, green beside red, blue, green beside blue) and the level by
     * position.
     */
    private static List<Double> black(String description, BayerPattern pattern) {
        double common = number(description, "black: ", 0);
        List<Double> byColour = numbers(field(description, "cblack[0 .. 3]:"));
        List<Double> bySite = numbers(field(description, "cblack[6 .. 9]:"));
        Double[] levels = {common, common, common, common};
        int[] sites = pattern.sitesByColour();
        int[] colourOf = {0, 1, 3, 2};
        for (int plane = 0; plane < 4; plane++) {
            int site = sites[plane];
            levels[site] += byColour.size() == 4 ? byColour.get(colourOf[plane]) : 0;
            levels[site] += bySite.size() == 4 ? bySite.get(site) : 0;
        }
        return List.of(levels);
    }

    /** The white level. The tools do not report the saturation level, so it is the largest number of the bits that the samples need. */
    private static int white(short[] samples) {
        int largest = 1;
        for (short sample : samples) {
            largest = Math.max(largest, Short.toUnsignedInt(sample));
        }
        return (Integer.highestOneBit(largest) << 1) - 1;
    }

    private static List<Double> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(result -> Double.parseDouble(result.group(1)))
                .toList();
    }

    private BayerPattern pattern(String description) {
        String name = field(description, "Filter pattern: ").replace("/", "").strip();
        try {
            return BayerPattern.valueOf(name.substring(0, Math.min(4, name.length())));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    file.toString(),
                    "has a colour filter array that is no Bayer pattern (" + name + ")",
                    "only red, green and blue in cells of 2x2 are supported",
                    e);
        }
    }

    private static String field(String description, String label) {
        return description
                .lines()
                .filter(line -> line.strip().startsWith(label.strip()))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static int number(String description, String label, int otherwise) {
        Matcher number = NUMBER.matcher(field(description, label));
        return number.find() ? Integer.parseInt(number.group(1)) : otherwise;
    }

    private String run(Path folder, String... command) throws IOException {
        Path log = folder.resolve(command[0] + ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command[0] + " took longer than " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        if (process.exitValue() != 0 || text.toLowerCase(Locale.ROOT).contains("cannot open")) {
            throw new IOException(text.lines().findFirst().orElse(command[0] + " failed"));
        }
        return text;
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path one : files.toList()) {
                Files.delete(one);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // the rest is in the system's temporary folder, which the system clears
            folder.toFile().deleteOnExit();
        }
    }
}

package io.grainflow.raw;

import io.grainflow.isp.BayerPattern;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * DNG files (DNG 1.4 specification, Adobe 2012) with a Bayer mosaic, uncompressed or in lossless JPEG. Opcodes (corrections of the sensor
 * data) are ignored.
 */
final class DngReader {
    private static final int COLOUR_FILTER_ARRAY = 32803;
    private static final int LINEAR_RAW = 34892;

    private final Path file;
    private final List<TiffDirectory> directories;
    private final TiffDirectory main;

    private DngReader(Path file, List<TiffDirectory> directories, TiffDirectory main) {
        this.file = file;
        this.directories = directories;
        this.main = main;
    }

    static RawFrame read(Path file) {
        try {
            List<TiffDirectory> directories = TiffDirectory.all(Files.readAllBytes(file));
            return new DngReader(file, directories, mosaic(file, directories)).frame();
        } catch (IOException e) {
            throw new InputException(file.toString(), "cannot be read (" + e.getMessage() + ")", "check the path", e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new InputException(
                    file.toString(), "is no readable DNG file (" + e.getMessage() + ")", "copy or convert it again", e);
        }
    }

    private static TiffDirectory mosaic(Path file, List<TiffDirectory> directories) {
        return directories.stream()
                .filter(directory -> directory.integer(Tag.PHOTOMETRIC, 0) == COLOUR_FILTER_ARRAY)
                .max(Comparator.comparingInt(directory -> directory.integer(Tag.WIDTH, 0)))
                .orElseThrow(() -> {
                    boolean linear = directories.stream()
                            .anyMatch(directory -> directory.integer(Tag.PHOTOMETRIC, 0) == LINEAR_RAW);
                    return new InputException(
                            file.toString(),
                            linear ? "holds a demosaicked picture (linear DNG)" : "holds no sensor mosaic",
                            "give raw files as the camera wrote them");
                });
    }

    private RawFrame frame() {
        RawSamples samples = RawSamples.read(main);
        short[] numbers = linearised(samples.numbers());
        int[] area = activeArea(samples.height(), samples.width());
        BayerPattern pattern = pattern();
        int height = area[2] - area[0] & ~1;
        int width = area[3] - area[1] & ~1;
        short[] cut = new short[Math.multiplyExact(height, width)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(numbers, (area[0] + y) * samples.width() + area[1], cut, y * width, width);
        }
        return new RawFrame(height, width, cut, levels(samples.bits()), pattern, camera());
    }

    private short[] linearised(short[] numbers) {
        double[] table = main.numbers(Tag.LINEARISATION);
        if (table.length == 0) {
            return numbers;
        }
        short[] linear = new short[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            linear[i] = (short) (int) table[Math.min(table.length - 1, Short.toUnsignedInt(numbers[i]))];
        }
        return linear;
    }

    /** Top, left, bottom, right. */
    private int[] activeArea(int height, int width) {
        double[] area = main.numbers(Tag.ACTIVE_AREA);
        int[] bounds = area.length == 4
                ? Arrays.stream(area).mapToInt(value -> (int) value).toArray()
                : new int[] {0, 0, height, width};
        if (bounds[0] < 0
                || bounds[1] < 0
                || bounds[2] > height
                || bounds[3] > width
                || bounds[2] - bounds[0] < 2
                || bounds[3] - bounds[1] < 2) {
            throw new IllegalArgumentException("its active area lies outside the picture");
        }
        return bounds;
    }

    /** The pattern at the top left corner of the active area, which is its origin in DNG. */
    private BayerPattern pattern() {
        double[] repeat = main.numbers(Tag.CFA_REPEAT);
        double[] colours = main.numbers(Tag.CFA_PATTERN);
        if (repeat.length == 2 && repeat[0] == 2 && repeat[1] == 2 && colours.length == 4) {
            for (BayerPattern pattern : BayerPattern.values()) {
                if (colours[0] == pattern.colour(0, 0)
                        && colours[1] == pattern.colour(0, 1)
                        && colours[2] == pattern.colour(1, 0)
                        && colours[3] == pattern.colour(1, 1)) {
                    return pattern;
                }
            }
        }
        throw new InputException(
                file.toString(),
                "has a colour filter array that is no Bayer pattern ("
                        + (repeat.length == 2 ? (int) repeat[0] + "x" + (int) repeat[1] + ": " : "")
                        + Arrays.stream(colours)
                                .mapToObj(colour -> Integer.toString((int) colour))
                                .collect(Collectors.joining(" "))
                        + ")",
                "only red, green and blue in cells of 2x2 are supported");
    }

    private RawLevels levels(int bits) {
        double[] repeat = main.numbers(Tag.BLACK_REPEAT);
        int rows = repeat.length == 2 ? (int) repeat[0] : 1;
        int columns = repeat.length == 2 ? (int) repeat[1] : 1;
        double[] black = main.numbers(Tag.BLACK);
        if (black.length == 0) {
            black = new double[] {0};
        }
        if (rows < 1 || columns < 1 || rows > 2 || columns > 2 || black.length < rows * columns) {
            throw new IllegalArgumentException("its black levels repeat every " + rows + "x" + columns + " sites");
        }
        Double[] sites = new Double[4];
        for (int site = 0; site < 4; site++) {
            sites[site] = black[site / 2 % rows * columns + site % 2 % columns];
        }
        int table = main.numbers(Tag.LINEARISATION).length;
        return new RawLevels(List.of(sites), main.integer(Tag.WHITE, table > 0 ? 0xFFFF : (1 << bits) - 1));
    }

    private RawCamera camera() {
        return new RawCamera(
                text(Tag.MAKE),
                text(Tag.MODEL).isBlank() ? text(Tag.UNIQUE_MODEL) : text(Tag.MODEL),
                (int) numbers(Tag.ISO).stream().findFirst().orElse(0.0).doubleValue(),
                numbers(Tag.NOISE_PROFILE),
                numbers(Tag.COLOUR_MATRIX),
                numbers(Tag.AS_SHOT_NEUTRAL));
    }

    /** The text of a tag in the first directory, otherwise in any other one, including EXIF. */
    private String text(int tag) {
        return directories.stream()
                .map(directory -> directory.text(tag))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private List<Double> numbers(int tag) {
        return directories.stream()
                .filter(directory -> directory.has(tag))
                .findFirst()
                .map(directory -> Arrays.stream(directory.numbers(tag)).boxed().toList())
                .orElse(List.of());
    }
}

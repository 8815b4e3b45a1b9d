package io.grainflow.raw;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

/**
 * The one real matrix in a MATLAB file, version 5 or 7.3 (detected from the content, because both have the extension {@code .mat}), such as
 * SIDD's raw frames. Rows of the matrix are rows of the picture. Version 7.3 is HDF5, which has the axes in reverse order.
 */
public final class MatMatrix {
    private MatMatrix() {}

    /** Whether the file name has the extension of a MATLAB file. */
    public static boolean isMatName(Path file) {
        return String.valueOf(file.getFileName())
                .toLowerCase(java.util.Locale.ROOT)
                .endsWith(".mat");
    }

    /**
     * Reads the matrix as an image [1,H,W].
     *
     * @throws InputException if the file is damaged, does not hold exactly one real matrix, or holds values that are not finite
     */
    public static Image read(Path file) {
        try {
            return MatVersion.of(file) == MatVersion.FIVE ? version5(file) : version73(file);
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    file.toString(),
                    "cannot be read as a MATLAB file (" + e.getMessage() + ")",
                    "copy or download it again",
                    e);
        }
    }

    private static Image version5(Path file) throws IOException {
        try (Mat5File content = Mat5.readFromFile(file.toFile())) {
            List<String> found = new ArrayList<>();
            Matrix only = null;
            for (MatFile.Entry entry : content.getEntries()) {
                found.add(entry.getName());
                if (entry.getValue() instanceof Matrix matrix && matrix.getNumDimensions() == 2) {
                    if (only != null) {
                        throw several(file, found);
                    }
                    only = matrix;
                }
            }
            if (only == null) {
                throw none(file, found);
            }
            int height = only.getNumRows();
            int width = only.getNumCols();
            float[] values = new float[Math.multiplyExact(height, width)];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    values[y * width + x] = finite(file, only.getDouble(y, x), y, x);
                }
            }
            return Image.adopt(PixelDomain.SRGB, height, width, values);
        }
    }

    private static Image version73(Path file) {
        try (HdfFile hdf = new HdfFile(file)) {
            List<String> found = new ArrayList<>();
            Dataset only = null;
            for (Node node : hdf) {
                found.add(node.getName());
                if (node instanceof Dataset dataset && dataset.getDimensions().length == 2) {
                    if (only != null) {
                        throw several(file, found);
                    }
                    only = dataset;
                }
            }
            if (only == null) {
                throw none(file, found);
            }
            return transposed(file, only);
        }
    }

    private static Image transposed(Path file, Dataset dataset) {
        int width = dataset.getDimensions()[0];
        int height = dataset.getDimensions()[1];
        Object data = dataset.getData();
        float[] values = new float[Math.multiplyExact(height, width)];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                values[y * width + x] = finite(file, element(data, x, y), y, x);
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    private static double element(Object data, int x, int y) {
        if (data instanceof float[][] floats) {
            return floats[x][y];
        }
        if (data instanceof double[][] doubles) {
            return doubles[x][y];
        }
        throw new IllegalArgumentException("its values are " + data.getClass().getSimpleName() + ", not real numbers");
    }

    private static float finite(Path file, double value, int y, int x) {
        if (!Double.isFinite(value)) {
            throw new InputException(
                    file.toString(),
                    "has the value " + value + " at row " + y + ", column " + x,
                    "replace values that are not finite");
        }
        return (float) value;
    }

    private static InputException several(Path file, List<String> found) {
        return new InputException(
                file.toString(), "holds several matrices (" + String.join(", ", found) + ")", "keep one in each file");
    }

    private static InputException none(Path file, List<String> found) {
        return new InputException(
                file.toString(),
                found.isEmpty() ? "holds no variables" : "holds no matrix (" + String.join(", ", found) + ")",
                "give raw frames as SIDD distributes them");
    }
}

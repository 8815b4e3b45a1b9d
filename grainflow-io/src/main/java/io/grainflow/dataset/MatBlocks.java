package io.grainflow.dataset;

import io.grainflow.problem.InputException;
import io.grainflow.raw.MatVersion;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Matrix;

/**
 * An array of 8-bit colour blocks [image, block, y, x, 3] in a MATLAB file, version 5 or 7.3 (detected from the content, because both have
 * the extension {@code .mat}).
 */
final class MatBlocks {
    /** Reads the values of one block in the order [3,H,W]. */
    private interface Reader {
        float[] block(int image, int block);
    }

    private final int[] shape;
    private final Reader reader;

    private MatBlocks(int[] shape, Reader reader) {
        this.shape = shape;
        this.reader = reader;
    }

    static MatBlocks open(Path file, String variable) {
        try {
            return MatVersion.of(file) == MatVersion.FIVE ? version5(file, variable) : version73(file, variable);
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    file.toString(),
                    "cannot be read as a MATLAB file (" + e.getMessage() + ")",
                    "download it again",
                    e);
        }
    }

    @SuppressWarnings({"resource", "try"
    }) // not closed: closing would free the values, which are in use as long as the blocks are; no file stays open
    private static MatBlocks version5(Path file, String variable) throws IOException {
        Mat5File content = Mat5.readFromFile(file.toFile());
        Matrix matrix = content.getMatrix(variable);
        int[] shape = requireShape(file, variable, matrix.getDimensions());
        return new MatBlocks(shape, (image, block) -> {
            int height = shape[2];
            int width = shape[3];
            float[] chw = new float[3 * height * width];
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        // column-major: the first index runs fastest
                        int at = image + shape[0] * (block + shape[1] * (y + height * (x + width * c)));
                        chw[(c * height + y) * width + x] = (matrix.getByte(at) & 0xFF) / 255f;
                    }
                }
            }
            return chw;
        });
    }

    /** HDF5 has the axes in reverse order: [3, x, y, block, image]. */
    private static MatBlocks version73(Path file, String variable) {
        int[] shape;
        try (HdfFile hdf = new HdfFile(file)) {
            int[] dimensions = hdf.getDatasetByPath(variable).getDimensions();
            int[] forward = new int[dimensions.length];
            Arrays.setAll(forward, i -> dimensions[dimensions.length - 1 - i]);
            shape = requireShape(file, variable, forward);
        }
        return new MatBlocks(shape, (image, block) -> {
            try (HdfFile hdf = new HdfFile(file)) {
                Dataset dataset = hdf.getDatasetByPath(variable);
                int height = shape[2];
                int width = shape[3];
                Object part = dataset.getData(new long[] {0, 0, 0, block, image}, new int[] {3, width, height, 1, 1});
                float[] chw = new float[3 * height * width];
                for (int c = 0; c < 3; c++) {
                    for (int x = 0; x < width; x++) {
                        for (int y = 0; y < height; y++) {
                            chw[(c * height + y) * width + x] = element(part, c, x, y) / 255f;
                        }
                    }
                }
                return chw;
            }
        });
    }

    /** Unsigned bytes are read as byte arrays or widened to short or int arrays. */
    private static int element(Object part, int c, int x, int y) {
        if (part instanceof byte[][][][][] bytes) {
            return bytes[c][x][y][0][0] & 0xFF;
        }
        if (part instanceof short[][][][][] shorts) {
            return shorts[c][x][y][0][0];
        }
        if (part instanceof int[][][][][] ints) {
            return ints[c][x][y][0][0];
        }
        throw new IllegalStateException(
                "expects 8-bit values, got " + part.getClass().getSimpleName());
    }

    private static int[] requireShape(Path file, String variable, int[] shape) {
        if (shape.length != 5 || shape[4] != 3) {
            throw new InputException(
                    file.toString(),
                    "has " + variable + " of shape " + Arrays.toString(shape),
                    "expected [images, blocks, height, width, 3]");
        }
        return shape;
    }

    int images() {
        return shape[0];
    }

    int blocks() {
        return shape[1];
    }

    int height() {
        return shape[2];
    }

    int width() {
        return shape[3];
    }

    float[] block(int image, int block) {
        return reader.block(image, block);
    }
}

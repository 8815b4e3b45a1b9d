package io.grainflow.file.nifti;

import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The header of a NIfTI file (NIfTI-1, Cox et al. 2004; NIfTI-2, 2011): sizes, types and offsets are checked; all other bytes are kept for
 * files that are written with the same geometry.
 *
 * @param bytes the bytes of the file before its first value, extensions included
 * @param slope factor of stored values, before the intercept is added
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NiftiHeader(
        byte[] bytes,
        ByteOrder order,
        int version,
        int[] extents,
        double[] voxelSizes,
        Type type,
        double slope,
        double intercept,
        boolean anteriorFirst) {
    /** Longer extensions are treated as damage. */
    private static final long LONGEST = 1 << 24;

    private static final long LARGEST_SLICE = 1 << 27;

    /** How a file stores a value. */
    enum Type {
        UINT8(2, 1),
        INT16(4, 2),
        INT32(8, 4),
        FLOAT32(16, 4),
        FLOAT64(64, 8),
        INT8(256, 1),
        UINT16(512, 2);

        private final int code;
        private final int size;

        Type(int code, int size) {
            this.code = code;
            this.size = size;
        }

        int size() {
            return size;
        }

        double get(ByteBuffer values, int index) {
            int at = index * size;
            return switch (this) {
                case UINT8 -> values.get(at) & 0xFF;
                case INT8 -> values.get(at);
                case INT16 -> values.getShort(at);
                case UINT16 -> values.getShort(at) & 0xFFFF;
                case INT32 -> values.getInt(at);
                case FLOAT32 -> values.getFloat(at);
                case FLOAT64 -> values.getDouble(at);
            };
        }
    }

    /** @throws InputException if it is not a NIfTI file, is damaged, or has unsupported contents */
    static NiftiHeader read(Path file, VolumeBytes source) throws IOException {
        byte[] start = source.read(0, 4);
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            int length = ByteBuffer.wrap(start).order(order).getInt();
            if (length == 348 || length == 540) {
                NiftiFields fields =
                        new NiftiFields(ByteBuffer.wrap(source.read(0, length)).order(order));
                requireMagic(file, fields);
                return read(file, source, fields);
            }
        }
        throw new InputException(
                file.toString(),
                "is no NIfTI file (its first number is not 348 or 540)",
                "export it as .nii or .nii.gz");
    }

    private static void requireMagic(Path file, NiftiFields fields) {
        String magic = fields.magic();
        String expected = fields.version() == 1 ? "n+1\0" : "n+2\0\r\n\u001a\n";
        if (magic.startsWith("ni" + fields.version())) {
            throw new InputException(
                    file.toString(), "is the header of a pair (.hdr and .img)", "join them into one .nii file");
        }
        if (!magic.equals(expected)) {
            throw new InputException(
                    file.toString(),
                    "is no NIfTI file (marked \"" + magic.replaceAll("[^\\x20-\\x7E]", ".") + "\")",
                    "export it as .nii or .nii.gz");
        }
    }

    private static NiftiHeader read(Path file, VolumeBytes source, NiftiFields fields) throws IOException {
        int[] extents = extents(file, fields);
        double offset = fields.offset();
        if (!(offset >= fields.length() && offset <= LONGEST) || offset != Math.rint(offset)) {
            throw bad(file, "its values would begin at byte " + offset);
        }
        Type type = Arrays.stream(Type.values())
                .filter(t -> t.code == fields.type())
                .findFirst()
                .orElseThrow(() -> new InputException(
                        file.toString(),
                        "has values of type " + fields.type() + ", which is not read",
                        "convert it to integers of 8, 16 or 32 bit or to floats"));
        if (fields.bits() != 8 * type.size()) {
            throw bad(file, type + " of " + fields.bits() + " bits");
        }
        double slope = fields.slope();
        double intercept = fields.intercept();
        if (!Double.isFinite(slope) || !Double.isFinite(intercept)) {
            throw bad(file, "slope " + slope + ", intercept " + intercept);
        }
        boolean scaled = slope != 0;
        return new NiftiHeader(
                source.read(0, (int) offset),
                fields.order(),
                fields.version(),
                extents,
                voxelSizes(file, fields),
                type,
                scaled ? slope : 1,
                scaled ? intercept : 0,
                fields.anteriorFirst());
    }

    private static int[] extents(Path file, NiftiFields fields) {
        long dimensions = fields.extent(0);
        if (dimensions < 1 || dimensions > 7) {
            throw bad(file, dimensions + " dimensions");
        }
        int[] extents = {1, 1, 1, 1};
        long values = 1;
        for (int i = 1; i <= dimensions; i++) {
            long extent = fields.extent(i);
            if (extent < 1 || extent > Integer.MAX_VALUE) {
                throw bad(file, "extent " + extent + " of dimension " + i);
            }
            if (i > 4 && extent > 1) {
                throw new InputException(
                        file.toString(), "has " + dimensions + " dimensions", "cut it into volumes of at most 4");
            }
            values = values > Long.MAX_VALUE / 16 / extent ? Long.MAX_VALUE / 16 : values * extent;
            if (i <= 4) {
                extents[i - 1] = (int) extent;
            }
        }
        if (values > 1L << 48
                || (long) extents[0] * extents[1] > LARGEST_SLICE
                || (long) extents[2] * extents[3] > Integer.MAX_VALUE) {
            throw bad(file, "extents " + Arrays.toString(extents));
        }
        return extents;
    }

    private static double[] voxelSizes(Path file, NiftiFields fields) {
        double[] sizes = new double[4];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(fields.voxelSize(i + 1));
            if (!Double.isFinite(sizes[i])) {
                throw bad(file, "voxel size " + sizes[i]);
            }
        }
        return sizes;
    }

    private static InputException bad(Path file, String what) {
        return new InputException(
                file.toString(), "is damaged (" + what + ")", "copy or export it again as .nii or .nii.gz");
    }

    /** The header of a file with the same geometry and unscaled float32 values. */
    byte[] forFloats() {
        byte[] copy = bytes.clone();
        new NiftiFields(ByteBuffer.wrap(copy).order(order)).makeFloat(Type.FLOAT32.code, 8 * Type.FLOAT32.size);
        return copy;
    }

    /** Reads a text field. */
    static String text(ByteBuffer bytes, int at, int length) {
        byte[] text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}

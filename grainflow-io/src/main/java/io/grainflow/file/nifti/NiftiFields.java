package io.grainflow.file.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Offsets of the fields that are read, in both versions of the NIfTI header (nifti1.h, nifti2.h). */
final class NiftiFields {
    private final ByteBuffer bytes;
    private final boolean first;

    NiftiFields(ByteBuffer bytes) {
        this.bytes = bytes;
        this.first = bytes.getInt(0) == 348;
    }

    int version() {
        return first ? 1 : 2;
    }

    int length() {
        return first ? 348 : 540;
    }

    ByteOrder order() {
        return bytes.order();
    }

    String magic() {
        return first ? NiftiHeader.text(bytes, 344, 4) : NiftiHeader.text(bytes, 4, 8);
    }

    /** The number of dimensions for index 0, otherwise the size of that dimension. */
    long extent(int dimension) {
        return first ? bytes.getShort(40 + 2 * dimension) : bytes.getLong(16 + 8 * dimension);
    }

    int type() {
        return bytes.getShort(first ? 70 : 12);
    }

    int bits() {
        return bytes.getShort(first ? 72 : 14);
    }

    double voxelSize(int dimension) {
        return real(76, 104, dimension);
    }

    double offset() {
        return first ? bytes.getFloat(108) : bytes.getLong(168);
    }

    double slope() {
        return real(112, 176, 0);
    }

    double intercept() {
        return real(116, 184, 0);
    }

    /** Whether the second axis runs from front to back, according to the affine map if there is one, otherwise to the quaternion. */
    boolean anteriorFirst() {
        if ((first ? bytes.getShort(254) : bytes.getInt(348)) > 0) {
            return real(296, 432, 1) < 0;
        }
        if ((first ? bytes.getShort(252) : bytes.getInt(344)) > 0) {
            double b = real(256, 352, 0);
            double c = real(256, 352, 1);
            double d = real(256, 352, 2);
            double a = 1 - b * b - c * c - d * d;
            return a + c * c - b * b - d * d < 0;
        }
        return false;
    }

    void makeFloat(int type, int bits) {
        bytes.putShort(first ? 70 : 12, (short) type);
        bytes.putShort(first ? 72 : 14, (short) bits);
        if (first) {
            bytes.putFloat(112, 1).putFloat(116, 0);
        } else {
            bytes.putDouble(176, 1).putDouble(184, 0);
        }
    }

    private double real(int placeInFirst, int placeInSecond, int index) {
        return first ? bytes.getFloat(placeInFirst + 4 * index) : bytes.getDouble(placeInSecond + 8 * index);
    }
}

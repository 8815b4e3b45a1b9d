package io.grainflow.file.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One entry of a TIFF directory (TIFF 6.0, 1992, section 2).
 *
 * @param count number of values
 * @param content the bytes of the values in the file's byte order
 */
@SuppressWarnings("ArrayRecordComponent") // handed from directory to directory, never changed
public record TiffField(int tag, int type, int count, byte[] content) {
    static final int SHORT = 3;
    static final int LONG = 4;
    /** 64 bits; BigTIFF only. */
    static final int LONG8 = 16;

    static TiffField shorts(ByteOrder order, int tag, int... values) {
        ByteBuffer content = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            content.putShort((short) value);
        }
        return new TiffField(tag, SHORT, values.length, content.array());
    }

    /** Whole numbers of 32 bits, or of 64 in BigTIFF. */
    static TiffField longs(ByteOrder order, int tag, boolean big, long... values) {
        ByteBuffer content = ByteBuffer.allocate((big ? Long.BYTES : Integer.BYTES) * values.length)
                .order(order);
        for (long value : values) {
            if (big) {
                content.putLong(value);
            } else {
                content.putInt((int) value);
            }
        }
        return new TiffField(tag, big ? LONG8 : LONG, values.length, content.array());
    }

    /** The first value if the type is an integer of 16 or 32 bits, otherwise the given default. */
    int integer(ByteOrder order, int otherwise) {
        ByteBuffer values = ByteBuffer.wrap(content).order(order);
        if (count < 1) {
            return otherwise;
        }
        return switch (type) {
            case SHORT -> Short.toUnsignedInt(values.getShort(0));
            case LONG -> values.getInt(0);
            default -> otherwise;
        };
    }

    @Override
    public String toString() {
        return "tag " + tag + " of " + count + " values";
    }
}

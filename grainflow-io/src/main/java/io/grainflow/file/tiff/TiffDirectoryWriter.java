package io.grainflow.file.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;

/**
 * Directories of TIFF and BigTIFF files as bytes: entries in the order of their tags, followed by the values that are too long for an
 * entry.
 */
public final class TiffDirectoryWriter {
    private final ByteOrder order;
    private final boolean big;

    TiffDirectoryWriter(ByteOrder order, boolean big) {
        this.order = order;
        this.big = big;
    }

    /** The header of a file, with the offset of its first directory. */
    byte[] header(long directory) {
        ByteBuffer head = ByteBuffer.allocate(headerLength()).order(order);
        byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        head.put(mark).put(mark).putShort((short) (big ? 43 : 42));
        if (big) {
            head.putShort((short) Long.BYTES).putShort((short) 0);
        }
        place(head, directory);
        return head.array();
    }

    int headerLength() {
        return big ? 16 : 8;
    }

    /** Length of a directory in bytes. */
    int length(List<TiffField> fields) {
        int length = headLength(fields.size());
        for (TiffField field : fields) {
            length += field.content().length > pointer() ? even(field.content().length) : 0;
        }
        return length;
    }

    /**
     * The bytes of a file's last directory.
     *
     * @param at offset of the directory in the file, an even number
     */
    byte[] directory(List<TiffField> fields, long at) {
        List<TiffField> sorted =
                fields.stream().sorted(Comparator.comparingInt(TiffField::tag)).toList();
        ByteBuffer out = ByteBuffer.allocate(length(fields)).order(order);
        if (big) {
            out.putLong(sorted.size());
        } else {
            out.putShort((short) sorted.size());
        }
        int behind = headLength(sorted.size());
        for (TiffField field : sorted) {
            out.putShort((short) field.tag()).putShort((short) field.type());
            place(out, field.count());
            int value = out.position();
            if (field.content().length > pointer()) {
                place(out, at + behind);
                out.position(behind).put(field.content());
                behind += even(field.content().length);
            } else {
                out.put(field.content());
            }
            out.position(value + pointer());
        }
        return out.array();
    }

    private int headLength(int entries) {
        return big ? 8 + 20 * entries + 8 : 2 + 12 * entries + 4;
    }

    private int pointer() {
        return big ? Long.BYTES : Integer.BYTES;
    }

    private void place(ByteBuffer out, long value) {
        if (big) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private static int even(int length) {
        return length + (length & 1);
    }
}

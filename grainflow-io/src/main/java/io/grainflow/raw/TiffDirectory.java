package io.grainflow.raw;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tags of one directory of a TIFF file (TIFF 6.0, 1992, section 2). Offsets and counts are checked against the file size. */
final class TiffDirectory {
    private static final int MAGIC = 42;
    private static final int ENTRY = 12;
    private static final int MOST_DIRECTORIES = 64;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private record Entry(int type, int count, int at) {}

    private final ByteBuffer file;
    private final Map<Integer, Entry> entries;

    private TiffDirectory(ByteBuffer file, Map<Integer, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * All directories of a file: those in the chain and those that other directories point to.
     *
     * @throws IllegalArgumentException if the file is no TIFF or is damaged
     */
    static List<TiffDirectory> all(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < 8) {
            throw new IllegalArgumentException("too short");
        }
        file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M') || file.getShort(2) != MAGIC) {
            throw new IllegalArgumentException("no TIFF structure");
        }
        List<TiffDirectory> found = new ArrayList<>();
        collect(file, Integer.toUnsignedLong(file.getInt(4)), new HashSet<>(), found);
        return found;
    }

    private static void collect(ByteBuffer file, long start, Set<Long> seen, List<TiffDirectory> found) {
        long at = start;
        while (at != 0 && found.size() < MOST_DIRECTORIES && seen.add(at)) {
            int begin = within(file, at, 2);
            int count = Short.toUnsignedInt(file.getShort(begin));
            within(file, at + 2, (long) count * ENTRY + 4);
            Map<Integer, Entry> entries = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                entry(file, begin + 2 + i * ENTRY, entries);
            }
            TiffDirectory directory = new TiffDirectory(file, entries);
            found.add(directory);
            for (int pointer : new int[] {Tag.SUB_DIRECTORIES, Tag.EXIF}) {
                for (double sub : directory.numbers(pointer)) {
                    collect(file, (long) sub, seen, found);
                }
            }
            at = Integer.toUnsignedLong(file.getInt(begin + 2 + count * ENTRY));
        }
    }

    private static void entry(ByteBuffer file, int at, Map<Integer, Entry> entries) {
        int type = Short.toUnsignedInt(file.getShort(at + 2));
        long count = Integer.toUnsignedLong(file.getInt(at + 4));
        if (type == 0 || type >= SIZES.length) {
            return;
        }
        long bytes = count * SIZES[type];
        long place = bytes <= 4 ? at + 8 : Integer.toUnsignedLong(file.getInt(at + 8));
        entries.put(
                Short.toUnsignedInt(file.getShort(at)),
                new Entry(type, Math.toIntExact(count), within(file, place, bytes)));
    }

    private static int within(ByteBuffer file, long at, long length) {
        if (at < 0 || length < 0 || at + length > file.capacity()) {
            throw new IllegalArgumentException("points at byte " + (at + length) + " of " + file.capacity());
        }
        return (int) at;
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** All values of a tag as numbers; none if it is missing. */
    double[] numbers(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new double[0];
        }
        double[] values = new double[entry.count];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(entry.type, entry.at + i * SIZES[entry.type]);
        }
        return values;
    }

    private double number(int type, int at) {
        return switch (type) {
            case 1, 2, 7 -> file.get(at) & 0xFF;
            case 3 -> Short.toUnsignedInt(file.getShort(at));
            case 4 -> Integer.toUnsignedLong(file.getInt(at));
            case 5 -> Integer.toUnsignedLong(file.getInt(at)) / (double) Integer.toUnsignedLong(file.getInt(at + 4));
            case 6 -> file.get(at);
            case 8 -> file.getShort(at);
            case 9 -> file.getInt(at);
            case 10 -> file.getInt(at) / (double) file.getInt(at + 4);
            case 11 -> file.getFloat(at);
            default -> file.getDouble(at);
        };
    }

    /** The first value of a tag. */
    int integer(int tag, int otherwise) {
        double[] values = numbers(tag);
        return values.length == 0 ? otherwise : (int) values[0];
    }

    /** A tag's text without the terminating zero. */
    String text(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return "";
        }
        byte[] bytes = new byte[entry.count];
        file.get(entry.at, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** A range of the file's bytes. */
    byte[] bytes(long at, long length) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        file.get(within(file, at, length), bytes);
        return bytes;
    }

    boolean littleEndian() {
        return file.order() == ByteOrder.LITTLE_ENDIAN;
    }
}

package io.grainflow.file.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chain of directories of a TIFF or BigTIFF file. ImageIO readers loop forever if the chain is circular, and they trust every
 * size. Both are checked here first.
 */
public final class TiffPages {
    private static final int MOST_PAGES = 1 << 20;
    private static final int MOST_VALUES = 1 << 22;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int DESCRIPTION = 270;
    private static final int STRIP_OFFSETS = 273;
    private static final int CHANNELS = 277;
    private static final int STRIP_BYTES = 279;
    private static final int ACROSS = 282;
    private static final int DOWN = 283;
    private static final int UNIT = 296;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int FORMAT = 339;
    private static final int ROWS_PER_STRIP = 278;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;

    private record Entry(int type, ByteBuffer values) {
        int count() {
            return values.capacity() / SIZES[type];
        }
    }

    private final FileChannel file;
    private final ByteOrder order;
    private final boolean big;

    private TiffPages(FileChannel file, ByteOrder order, boolean big) {
        this.file = file;
        this.order = order;
        this.big = big;
    }

    /** Converts the entries of a directory to a value. */
    private interface Parser<T> {
        T parse(Map<Integer, Entry> found) throws IOException;
    }

    /** The byte order of all values. */
    static ByteOrder order(FileChannel file) throws IOException {
        return bytes(file, 0, 4, ByteOrder.BIG_ENDIAN).get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /** @throws IllegalArgumentException if the file is not a TIFF file or is damaged */
    static List<TiffPage> read(FileChannel file) throws IOException {
        TiffPages pages = of(file);
        return pages.chain(MOST_PAGES, pages::page);
    }

    /**
     * The layout of the first image; other images are not read.
     *
     * @throws IllegalArgumentException if the file is no TIFF or damaged
     */
    static TiffLayout firstLayout(FileChannel file) throws IOException {
        TiffPages pages = of(file);
        return pages.chain(1, pages::layout).get(0);
    }

    /** @throws IllegalArgumentException if the file is too short or no TIFF */
    static boolean isBig(FileChannel file) throws IOException {
        return of(file).big;
    }

    private static TiffPages of(FileChannel file) throws IOException {
        ByteOrder order = order(file);
        ByteBuffer head = bytes(file, 0, 8, order);
        int version = head.getShort(2);
        if (head.get(0) != head.get(1)
                || (head.get(0) != 'I' && head.get(0) != 'M')
                || (version != 42 && version != 43)) {
            throw new IllegalArgumentException("no TIFF structure");
        }
        return new TiffPages(file, order, version == 43);
    }

    private <T> List<T> chain(int most, Parser<T> parser) throws IOException {
        List<T> pages = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long first = big
                ? bytes(file, 8, 8, order).getLong()
                : Integer.toUnsignedLong(bytes(file, 4, 4, order).getInt());
        for (long at = first; at != 0 && pages.size() < most; ) {
            if (!seen.add(at) || seen.size() == MOST_PAGES) {
                throw new IllegalArgumentException("its directories run in a circle");
            }
            int head = big ? 8 : 2;
            int entry = big ? 20 : 12;
            ByteBuffer number = bytes(file, at, head, order);
            long count = big ? number.getLong() : Short.toUnsignedInt(number.getShort());
            if (count < 1 || count > 0xFFFF) {
                throw new IllegalArgumentException("a directory of " + count + " entries");
            }
            ByteBuffer entries = bytes(file, at + head, count * entry + (big ? 8 : 4), order);
            pages.add(parser.parse(entries(entries, (int) count, entry)));
            int next = (int) count * entry;
            at = big ? entries.getLong(next) : Integer.toUnsignedLong(entries.getInt(next));
        }
        if (pages.isEmpty()) {
            throw new IllegalArgumentException("no directory");
        }
        return List.copyOf(pages);
    }

    private Map<Integer, Entry> entries(ByteBuffer entries, int count, int size) throws IOException {
        Map<Integer, Entry> found = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = i * size;
            int tag = Short.toUnsignedInt(entries.getShort(at));
            int type = Short.toUnsignedInt(entries.getShort(at + 2));
            long values = big ? entries.getLong(at + 4) : Integer.toUnsignedLong(entries.getInt(at + 4));
            if (type < SIZES.length && SIZES[type] > 0) {
                if (values < 0 || values > file.size()) {
                    throw new IllegalArgumentException("tag " + tag + " of " + values + " values");
                }
                found.put(tag, entry(entries, at + (big ? 12 : 8), type, values));
            }
        }
        return found;
    }

    private TiffPage page(Map<Integer, Entry> found) throws IOException {
        List<Long> offsets = integers(found, found.containsKey(TILE_OFFSETS) ? TILE_OFFSETS : STRIP_OFFSETS);
        requireInside(offsets, integers(found, found.containsKey(TILE_BYTES) ? TILE_BYTES : STRIP_BYTES));
        TiffPage page = new TiffPage(
                integer(found, WIDTH, 0),
                integer(found, HEIGHT, 0),
                integer(found, BITS, 1),
                integer(found, CHANNELS, 1),
                integer(found, FORMAT, 1),
                integer(found, COMPRESSION, 1),
                offsets,
                text(found.get(DESCRIPTION)),
                resolution(found));
        if (page.width() < 1 || page.height() < 1 || page.bits() < 1 || page.bits() > 64 || page.channels() < 1) {
            throw new IllegalArgumentException("an image of " + page.width() + "x" + page.height() + ", "
                    + page.channels() + " channels of " + page.bits() + " bits");
        }
        return page;
    }

    private TiffLayout layout(Map<Integer, Entry> found) throws IOException {
        TiffPage page = page(found);
        boolean tiled = found.containsKey(TILE_OFFSETS);
        int width = tiled ? integer(found, TILE_WIDTH, 0) : page.width();
        int height = tiled ? integer(found, TILE_HEIGHT, 0) : integer(found, ROWS_PER_STRIP, Integer.MAX_VALUE);
        if (width < 1 || height < 1 || width > 1 << 28 || (tiled && height > 1 << 28)) {
            throw new IllegalArgumentException("parts of " + width + "x" + height);
        }
        Map<Integer, TiffField> tags = new TreeMap<>();
        found.forEach((tag, entry) -> {
            byte[] content = new byte[entry.values.capacity()];
            entry.values.get(0, content);
            tags.put(tag, new TiffField(tag, entry.type, entry.count(), content));
        });
        return new TiffLayout(
                page,
                order,
                big,
                tiled,
                width,
                Math.min(height, tiled ? height : page.height()),
                integers(found, tiled ? TILE_BYTES : STRIP_BYTES),
                tags);
    }

    private Entry entry(ByteBuffer entries, int place, int type, long count) throws IOException {
        long length = count * SIZES[type];
        if (length <= (big ? 8 : 4)) {
            return new Entry(type, entries.slice(place, (int) length).order(order));
        }
        long at = big ? entries.getLong(place) : Integer.toUnsignedLong(entries.getInt(place));
        if (at < 0 || at + length > file.size()) {
            throw new IllegalArgumentException("points at byte " + (at + length) + " of " + file.size());
        }
        // colour profiles and other long values are not needed
        return new Entry(type, bytes(file, at, Math.min(length, (long) MOST_VALUES * SIZES[type]), order));
    }

    private void requireInside(List<Long> offsets, List<Long> lengths) throws IOException {
        if (offsets.isEmpty()
                || offsets.size() > MOST_VALUES
                || (!lengths.isEmpty() && lengths.size() < offsets.size())) {
            throw new IllegalArgumentException(offsets.size() + " strips with " + lengths.size() + " lengths");
        }
        for (int i = 0; i < offsets.size(); i++) {
            long end = offsets.get(i) + (lengths.isEmpty() ? 0 : lengths.get(i));
            if (offsets.get(i) < 0 || end < offsets.get(i) || end > file.size()) {
                throw new IllegalArgumentException("points at byte " + end + " of " + file.size());
            }
        }
    }

    private static List<Long> integers(Map<Integer, Entry> found, int tag) {
        Entry entry = found.get(tag);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; entry != null && i < entry.count(); i++) {
            numbers.add(number(entry.values, SIZES[entry.type], i));
        }
        return numbers;
    }

    private static long number(ByteBuffer values, int size, int index) {
        int at = index * size;
        return switch (size) {
            case 1 -> values.get(at) & 0xFF;
            case 2 -> Short.toUnsignedInt(values.getShort(at));
            case 4 -> Integer.toUnsignedLong(values.getInt(at));
            default -> values.getLong(at);
        };
    }

    private static int integer(Map<Integer, Entry> found, int tag, int otherwise) {
        List<Long> numbers = integers(found, tag);
        return numbers.isEmpty() ? otherwise : (int) Math.max(-1, Math.min(Integer.MAX_VALUE, numbers.get(0)));
    }

    private static String text(@Nullable Entry entry) {
        if (entry == null) {
            return "";
        }
        byte[] bytes = new byte[entry.values.capacity()];
        entry.values.get(0, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    private static Optional<TiffPage.Resolution> resolution(Map<Integer, Entry> found) {
        Entry across = found.get(ACROSS);
        Entry down = found.get(DOWN);
        if (across == null || down == null || across.values.capacity() != 8 || down.values.capacity() != 8) {
            return Optional.empty();
        }
        return Optional.of(new TiffPage.Resolution(
                List.of(across.values.getInt(0), across.values.getInt(4)),
                List.of(down.values.getInt(0), down.values.getInt(4)),
                integer(found, UNIT, 2)));
    }

    static ByteBuffer bytes(FileChannel file, long at, long length, ByteOrder order) throws IOException {
        if (at < 0 || length < 0 || length > Integer.MAX_VALUE || at > file.size() - length) {
            throw new IllegalArgumentException("points at byte " + (at + length) + " of " + file.size());
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(order);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("it shrank while it was read");
            }
        }
        return bytes.flip();
    }
}

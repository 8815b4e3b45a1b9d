package io.grainflow.raw;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeMap;

/** Builds DNG files as other programs write them: big-endian, in strips or tiles, with any tags. */
final class DngBuilder {
    @SuppressWarnings("ArrayRecordComponent") // made and written here
    private record Field(int type, double[] values) {}

    private final TreeMap<Integer, Field> fields = new TreeMap<>();
    private List<byte[]> parts = List.of();
    private boolean tiled;

    DngBuilder(int height, int width, int bits, BayerCells cells) {
        set(254, 4, 0);
        set(Tag.WIDTH, 4, width);
        set(Tag.HEIGHT, 4, height);
        set(Tag.BITS, 3, bits);
        set(Tag.COMPRESSION, 3, 1);
        set(Tag.PHOTOMETRIC, 3, 32803);
        text(Tag.MAKE, "Test");
        text(Tag.MODEL, "Test One");
        set(Tag.ORIENTATION, 3, 1);
        set(Tag.SAMPLES_PER_PIXEL, 3, 1);
        set(Tag.PLANAR, 3, 1);
        set(Tag.CFA_REPEAT, 3, cells.rows(), cells.columns());
        set(Tag.CFA_PATTERN, 1, cells.colours());
        set(Tag.DNG_VERSION, 1, 1, 4, 0, 0);
        set(Tag.DNG_BACKWARD_VERSION, 1, 1, 1, 0, 0);
        text(Tag.UNIQUE_MODEL, "Test One");
        set(Tag.WHITE, 4, (1 << bits) - 1);
        set(Tag.COLOUR_MATRIX, 10, 1, 0, 0, 0, 1, 0, 0, 0, 1);
        set(Tag.AS_SHOT_NEUTRAL, 5, 1, 1, 1);
        set(Tag.ILLUMINANT, 3, 21);
    }

    /** The cells of a colour filter array. */
    @SuppressWarnings("ArrayRecordComponent") // made and written here
    record BayerCells(int rows, int columns, double... colours) {
        static final BayerCells RGGB = new BayerCells(2, 2, 0, 1, 1, 2);
    }

    DngBuilder set(int tag, int type, double... values) {
        fields.put(tag, new Field(type, values));
        return this;
    }

    DngBuilder text(int tag, String text) {
        return set(tag, 2, (text + "\0").chars().asDoubleStream().toArray());
    }

    DngBuilder strips(int rows, List<byte[]> strips) {
        set(Tag.ROWS_PER_STRIP, 4, rows);
        parts = strips;
        return this;
    }

    DngBuilder tiles(int height, int width, List<byte[]> tiles) {
        set(Tag.TILE_HEIGHT, 4, height);
        set(Tag.TILE_WIDTH, 4, width);
        parts = tiles;
        tiled = true;
        return this;
    }

    byte[] build() {
        double[] lengths = parts.stream().mapToDouble(part -> part.length).toArray();
        set(tiled ? Tag.TILE_BYTES : Tag.STRIP_BYTES, 4, lengths);
        set(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS, 4, new double[parts.size()]);
        int at = directory().length + 8;
        double[] offsets = new double[parts.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at += parts.get(i).length;
        }
        set(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS, 4, offsets);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8});
        out.writeBytes(directory());
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private byte[] directory() {
        int entries = 2 + 12 * fields.size() + 4;
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(entries).order(ByteOrder.BIG_ENDIAN);
        head.putShort((short) fields.size());
        fields.forEach((tag, field) -> {
            byte[] content = content(field);
            head.putShort((short) (int) tag).putShort((short) field.type).putInt(field.values.length);
            if (content.length <= 4) {
                head.put(content).put(new byte[4 - content.length]);
            } else {
                head.putInt(8 + entries + behind.size());
                behind.writeBytes(content);
            }
        });
        byte[] bytes = new byte[entries + behind.size()];
        System.arraycopy(head.array(), 0, bytes, 0, entries);
        System.arraycopy(behind.toByteArray(), 0, bytes, entries, behind.size());
        return bytes;
    }

    private static byte[] content(Field field) {
        ByteBuffer out = ByteBuffer.allocate(8 * field.values.length).order(ByteOrder.BIG_ENDIAN);
        for (double value : field.values) {
            switch (field.type) {
                case 1, 2 -> out.put((byte) value);
                case 3 -> out.putShort((short) (int) value);
                case 4 -> out.putInt((int) value);
                case 12 -> out.putDouble(value);
                default -> out.putInt((int) Math.rint(value * 1000)).putInt(1000);
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}

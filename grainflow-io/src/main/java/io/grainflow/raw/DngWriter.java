package io.grainflow.raw;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Uncompressed 16-bit DNG files (DNG 1.4 specification, Adobe 2012); equal frames give equal bytes. */
final class DngWriter {
    private static final int BYTE = 1;
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int SIGNED_RATIONAL = 10;
    private static final int DOUBLE = 12;
    /** Start of the first directory, after the file header. */
    private static final int START = 8;

    private static final int DENOMINATOR = 10_000;
    private static final int DAYLIGHT = 21;
    private static final int MOSAIC = 32803;
    /** The colour matrix of linear sRGB, for frames whose camera has no known colour matrix. */
    private static final List<Double> SRGB_FROM_XYZ =
            List.of(3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570);

    @SuppressWarnings("ArrayRecordComponent") // made and written here
    private record Field(int tag, int type, int count, byte[] content) {
        @Override
        public String toString() {
            return "tag " + tag;
        }
    }

    private final List<Field> fields = new ArrayList<>();

    private DngWriter() {}

    static byte[] encode(RawFrame frame) {
        return new DngWriter().bytes(frame);
    }

    private byte[] bytes(RawFrame frame) {
        describe(frame);
        // sizes do not depend on the offsets, so the layout is computed with offsets of zero first
        int exifLength = exif(frame, 0).length;
        int exifAt = START + directory(withPlaces(0, 0, exifLength), START).length;
        int samplesAt = exifAt + exifLength;
        byte[] main = directory(withPlaces(samplesAt, exifAt, exifLength), START);
        return little(samplesAt + 2 * frame.samples().length, file -> {
            file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(START);
            file.put(main).put(exif(frame, exifAt));
            file.asShortBuffer().put(frame.samples());
        });
    }

    private static byte[] exif(RawFrame frame, int at) {
        int iso = Math.min(0xFFFF, frame.camera().iso());
        return iso < 1 ? new byte[0] : directory(List.of(shorts(Tag.ISO, iso)), at);
    }

    private void describe(RawFrame frame) {
        RawCamera camera = frame.camera();
        fields.add(longs(254, 0));
        fields.add(longs(Tag.WIDTH, frame.width()));
        fields.add(longs(Tag.HEIGHT, frame.height()));
        fields.add(shorts(Tag.BITS, 16));
        fields.add(shorts(Tag.COMPRESSION, 1));
        fields.add(shorts(Tag.PHOTOMETRIC, MOSAIC));
        fields.add(text(Tag.MAKE, orUnknown(camera.make())));
        fields.add(text(Tag.MODEL, orUnknown(camera.model())));
        fields.add(shorts(Tag.ORIENTATION, 1));
        fields.add(shorts(Tag.SAMPLES_PER_PIXEL, 1));
        fields.add(longs(Tag.ROWS_PER_STRIP, frame.height()));
        fields.add(longs(Tag.STRIP_BYTES, 2 * frame.samples().length));
        fields.add(shorts(Tag.PLANAR, 1));
        fields.add(shorts(Tag.CFA_REPEAT, 2, 2));
        fields.add(bytesOf(Tag.CFA_PATTERN, colours(frame)));
        fields.add(bytesOf(Tag.DNG_VERSION, 1, 4, 0, 0));
        fields.add(bytesOf(Tag.DNG_BACKWARD_VERSION, 1, 1, 0, 0));
        fields.add(text(Tag.UNIQUE_MODEL, (orUnknown(camera.make()) + " " + orUnknown(camera.model()))));
        fields.add(bytesOf(Tag.CFA_PLANE_COLOUR, 0, 1, 2));
        fields.add(shorts(Tag.CFA_LAYOUT, 1));
        fields.add(shorts(Tag.BLACK_REPEAT, 2, 2));
        fields.add(rationals(Tag.BLACK, RATIONAL, frame.levels().black()));
        fields.add(longs(Tag.WHITE, frame.levels().white()));
        fields.add(rationals(
                Tag.COLOUR_MATRIX,
                SIGNED_RATIONAL,
                camera.colourMatrix().size() == 9 ? camera.colourMatrix() : SRGB_FROM_XYZ));
        fields.add(rationals(
                Tag.AS_SHOT_NEUTRAL,
                RATIONAL,
                camera.asShotNeutral().size() == 3 ? camera.asShotNeutral() : List.of(1.0, 1.0, 1.0)));
        fields.add(shorts(Tag.ILLUMINANT, DAYLIGHT));
        if (!camera.noiseProfile().isEmpty()) {
            fields.add(doubles(Tag.NOISE_PROFILE, camera.noiseProfile()));
        }
    }

    private static String orUnknown(String name) {
        return name.isBlank() ? "unknown" : name;
    }

    private List<Field> withPlaces(int samples, int exif, int exifLength) {
        List<Field> all = new ArrayList<>(fields);
        all.add(longs(Tag.STRIP_OFFSETS, samples));
        if (exifLength > 0) {
            all.add(longs(Tag.EXIF, exif));
        }
        return all;
    }

    /** A directory that begins at an offset in the file, followed by the values that do not fit into its entries. */
    private static byte[] directory(List<Field> fields, int at) {
        List<Field> sorted =
                fields.stream().sorted(Comparator.comparingInt(Field::tag)).toList();
        int entries = 2 + 12 * sorted.size() + 4;
        int size = entries;
        for (Field field : sorted) {
            size += field.content.length > 4 ? even(field.content.length) : 0;
        }
        return little(size, out -> {
            out.putShort((short) sorted.size());
            int next = entries;
            for (int i = 0; i < sorted.size(); i++) {
                Field field = sorted.get(i);
                out.position(2 + 12 * i);
                out.putShort((short) field.tag).putShort((short) field.type).putInt(field.count);
                if (field.content.length > 4) {
                    out.putInt(at + next);
                    out.position(next);
                    next += even(field.content.length);
                }
                out.put(field.content);
            }
        });
    }

    private static int even(int length) {
        return length + (length & 1);
    }

    private static int[] colours(RawFrame frame) {
        return new int[] {
            frame.pattern().colour(0, 0),
            frame.pattern().colour(0, 1),
            frame.pattern().colour(1, 0),
            frame.pattern().colour(1, 1)
        };
    }

    private static byte[] little(int size, Consumer<ByteBuffer> writer) {
        byte[] bytes = new byte[size];
        writer.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    private static Field text(int tag, String text) {
        byte[] content = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return new Field(tag, ASCII, content.length, content);
    }

    private static Field bytesOf(int tag, int... values) {
        return new Field(tag, BYTE, values.length, little(values.length, out -> {
            for (int value : values) {
                out.put((byte) value);
            }
        }));
    }

    private static Field shorts(int tag, int... values) {
        return new Field(tag, SHORT, values.length, little(2 * values.length, out -> {
            for (int value : values) {
                out.putShort((short) value);
            }
        }));
    }

    private static Field longs(int tag, int value) {
        return new Field(tag, LONG, 1, little(4, out -> out.putInt(value)));
    }

    private static Field rationals(int tag, int type, List<Double> values) {
        return new Field(
                tag,
                type,
                values.size(),
                little(
                        8 * values.size(),
                        out -> values.forEach(value ->
                                out.putInt((int) Math.rint(value * DENOMINATOR)).putInt(DENOMINATOR))));
    }

    private static Field doubles(int tag, List<Double> values) {
        return new Field(tag, DOUBLE, values.size(), little(8 * values.size(), out -> values.forEach(out::putDouble)));
    }
}

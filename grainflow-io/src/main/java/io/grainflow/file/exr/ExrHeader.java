package io.grainflow.file.exr;

import io.grainflow.problem.InputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of an OpenEXR file ("OpenEXR File Layout", openexr.com). The decoder reads it again; it is parsed here so that native code
 * gets only files with valid sizes.
 *
 * @param channels in the file's order
 * @param top the first row of the data window, from which chunks are numbered
 * @param tiles absent for scan lines
 * @param end offset of the chunk offset table
 */
record ExrHeader(
        List<Channel> channels,
        Compression compression,
        int width,
        int height,
        int top,
        Optional<Tiles> tiles,
        int end) {
    private static final int MAGIC = 20000630;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_CHANNELS = 1024;
    /** Larger coordinates of the data window are treated as damage. */
    private static final int FARTHEST = 1 << 24;

    private static final int TILED = 0x200;
    private static final int DEEP = 0x800;
    private static final int MULTIPART = 0x1000;

    /** One plane of values. */
    record Channel(String name, int type, int xSampling, int ySampling) {
        static final int HALF = 1;

        boolean isFloating() {
            return type == HALF || type == 2;
        }

        int bytes() {
            return type == HALF ? 2 : 4;
        }
    }

    /** Size of the tiles, whether there are mipmaps, and how the sizes of mipmaps are rounded. */
    record Tiles(int width, int height, boolean mipmaps, boolean roundedUp) {}

    /** The compression methods of the specification, with the number of rows in a chunk. */
    enum Compression {
        NONE(0, 1),
        RLE(1, 1),
        ZIPS(2, 1),
        ZIP(3, 16),
        PIZ(4, 32),
        PXR24(5, 16),
        B44(6, 32),
        B44A(7, 32),
        DWAA(8, 32),
        DWAB(9, 256);

        private final int code;
        private final int rows;

        Compression(int code, int rows) {
            this.code = code;
            this.rows = rows;
        }

        /** The number in the specification. */
        int code() {
            return code;
        }

        int rows() {
            return rows;
        }

        /** Whether the decoder supports it. */
        boolean isRead() {
            return code <= PIZ.code;
        }
    }

    private record Attribute(String type, ByteBuffer value) {}

    /**
     * @param bytes the file from its start; its header must be complete
     * @throws InputException if it is damaged or has unsupported contents
     */
    static ExrHeader parse(Path file, ByteBuffer bytes) {
        try {
            ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(0);
            if (in.getInt() != MAGIC) {
                throw new InputException(file.toString(), "is no OpenEXR file", "export it again as OpenEXR");
            }
            int version = in.getInt();
            if ((version & 0xFF) != 2) {
                throw new IllegalArgumentException("version " + (version & 0xFF));
            }
            if ((version & (DEEP | MULTIPART)) != 0) {
                throw new InputException(
                        file.toString(),
                        (version & DEEP) != 0 ? "holds deep pixels" : "has several parts",
                        "export one flat image a file");
            }
            Map<String, Attribute> attributes = attributes(in);
            Optional<Tiles> tiles = (version & TILED) == 0
                    ? Optional.empty()
                    : Optional.of(tiles(file, value(attributes, "tiles", "tiledesc", 9)));
            return header(file, attributes, tiles, in.position());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw damaged(file, e);
        }
    }

    static InputException damaged(Path file, RuntimeException e) {
        String reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
        return new InputException(
                file.toString(), "is damaged or truncated (" + reason + ")", "copy or export it again", e);
    }

    private static ExrHeader header(Path file, Map<String, Attribute> attributes, Optional<Tiles> tiles, int end) {
        int compression = value(attributes, "compression", "compression", 1).get() & 0xFF;
        if (compression >= Compression.values().length || !Compression.values()[compression].isRead()) {
            throw new InputException(
                    file.toString(),
                    "is compressed by "
                            + (compression < Compression.values().length
                                    ? Compression.values()[compression]
                                    : "method " + compression)
                            + ", which is not read",
                    "export it with ZIP compression");
        }
        ByteBuffer window = value(attributes, "dataWindow", "box2i", 16);
        int left = window.getInt();
        int top = window.getInt();
        int right = window.getInt();
        int bottom = window.getInt();
        if (Math.min(left, top) < -FARTHEST || Math.max(right, bottom) > FARTHEST || right < left || bottom < top) {
            throw new IllegalArgumentException(
                    "data window from (" + left + "," + top + ") to (" + right + "," + bottom + ")");
        }
        List<Channel> channels = channels(value(attributes, "channels", "chlist", 1));
        for (Channel channel : channels) {
            if (channel.xSampling != 1 || channel.ySampling != 1) {
                throw new InputException(
                        file.toString(),
                        "has the channel " + channel.name + " at a lower resolution",
                        "export it with red, green and blue");
            }
        }
        return new ExrHeader(
                channels, Compression.values()[compression], right - left + 1, bottom - top + 1, top, tiles, end);
    }

    private static Map<String, Attribute> attributes(ByteBuffer in) {
        Map<String, Attribute> attributes = new HashMap<>();
        for (String name = word(in); !name.isEmpty(); name = word(in)) {
            String type = word(in);
            int size = in.getInt();
            if (size < 0 || size > in.remaining()) {
                throw new IllegalArgumentException("attribute " + name + " claims " + size + " bytes");
            }
            attributes.put(
                    name, new Attribute(type, in.slice(in.position(), size).order(ByteOrder.LITTLE_ENDIAN)));
            in.position(in.position() + size);
        }
        return attributes;
    }

    private static ByteBuffer value(Map<String, Attribute> attributes, String name, String type, int size) {
        Attribute attribute = attributes.get(name);
        if (attribute == null || !attribute.type.equals(type) || attribute.value.capacity() < size) {
            throw new IllegalArgumentException("attribute " + name + " is missing");
        }
        return attribute.value.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Tiles tiles(Path file, ByteBuffer value) {
        int width = value.getInt();
        int height = value.getInt();
        int mode = value.get();
        if (width < 1 || height < 1 || width > FARTHEST || height > FARTHEST) {
            throw new IllegalArgumentException("tiles of " + width + "x" + height);
        }
        if ((mode & 0xF) > 1) {
            throw new InputException(
                    file.toString(), "holds copies of many shapes (a rip map)", "export it as scan lines");
        }
        return new Tiles(width, height, (mode & 0xF) == 1, (mode >> 4) == 1);
    }

    private static List<Channel> channels(ByteBuffer in) {
        List<Channel> channels = new ArrayList<>();
        for (String name = word(in); !name.isEmpty(); name = word(in)) {
            int type = in.getInt();
            in.getInt();
            Channel channel = new Channel(name, type, in.getInt(), in.getInt());
            if (type < 0 || type > 2 || channels.size() == MOST_CHANNELS) {
                throw new IllegalArgumentException("channel " + printable(name) + " of type " + type);
            }
            channels.add(channel);
        }
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("no channels");
        }
        return List.copyOf(channels);
    }

    private static String word(ByteBuffer in) {
        StringBuilder word = new StringBuilder();
        for (byte next = in.get(); next != 0; next = in.get()) {
            word.append((char) (next & 0xFF));
            if (word.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("a name longer than " + LONGEST_NAME + " characters");
            }
        }
        return new String(word.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\x20-\\x7E]", ".");
    }

    /** Bytes of one pixel over all channels. */
    long pixelBytes() {
        return channels.stream().mapToInt(Channel::bytes).sum();
    }

    /** The names of the channels, for messages. */
    String names() {
        return printable(String.join(
                        ", ", channels.stream().map(Channel::name).limit(24).toList()))
                + (channels.size() > 24 ? ", ..." : "");
    }
}

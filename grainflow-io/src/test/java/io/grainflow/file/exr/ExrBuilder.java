package io.grainflow.file.exr;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small OpenEXR files, byte by byte, not compressed: the value of channel c at (y,x) is {@code 100 c + 10 y + x}. */
final class ExrBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> channels;
    private final int height;
    private final int width;

    ExrBuilder(List<String> channels, int height, int width) {
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    static float value(int channel, int y, int x) {
        return 100 * channel + 10 * y + x;
    }

    /** Rows, in a window that begins at row -3. */
    byte[] scanLines(int type, int sampling) {
        head(0, type, sampling, 0, 0);
        int chunk = 8 + 4 * channels.size() * width;
        int start = out.size() + 8 * height;
        for (int y = 0; y < height; y++) {
            words(start + y * chunk, 0);
        }
        for (int y = 0; y < height; y++) {
            words(y - 3, chunk - 8);
            row(y, 0, width);
        }
        return out.toByteArray();
    }

    byte[] tiles(int tileHeight, int tileWidth) {
        head(0x200, 2, 1, tileHeight, tileWidth);
        int across = (width + tileWidth - 1) / tileWidth;
        int down = (height + tileHeight - 1) / tileHeight;
        int at = out.size() + 8 * across * down;
        for (int tile = 0; tile < across * down; tile++) {
            words(at, 0);
            at += 20 + bytes(tile % across, tile / across, tileHeight, tileWidth);
        }
        for (int tile = 0; tile < across * down; tile++) {
            int x = tile % across;
            int y = tile / across;
            words(x, y, 0, 0, bytes(x, y, tileHeight, tileWidth));
            for (int row = y * tileHeight; row < Math.min(height, (y + 1) * tileHeight); row++) {
                row(row, x * tileWidth, Math.min(width, (x + 1) * tileWidth));
            }
        }
        return out.toByteArray();
    }

    private int bytes(int x, int y, int tileHeight, int tileWidth) {
        int wide = Math.min(tileWidth, width - x * tileWidth);
        int high = Math.min(tileHeight, height - y * tileHeight);
        return 4 * channels.size() * wide * high;
    }

    private void row(int y, int from, int to) {
        for (int c = 0; c < channels.size(); c++) {
            for (int x = from; x < to; x++) {
                words(Float.floatToIntBits(value(c, y, x)));
            }
        }
    }

    private void head(int flags, int type, int sampling, int tileHeight, int tileWidth) {
        words(20000630, 2 | flags);
        attribute(
                "channels",
                "chlist",
                channels.stream().mapToInt(name -> name.length() + 17).sum() + 1);
        for (String name : channels) {
            text(name);
            words(type, 0, sampling, sampling);
        }
        out.write(0);
        attribute("compression", "compression", 1);
        out.write(0);
        for (String name : List.of("dataWindow", "displayWindow")) {
            attribute(name, "box2i", 16);
            words(0, -3, width - 1, height - 4);
        }
        attribute("lineOrder", "lineOrder", 1);
        out.write(0);
        attribute("pixelAspectRatio", "float", 4);
        words(Float.floatToIntBits(1));
        attribute("screenWindowCenter", "v2f", 8);
        words(0, 0);
        attribute("screenWindowWidth", "float", 4);
        words(Float.floatToIntBits(1));
        if (flags != 0) {
            attribute("tiles", "tiledesc", 9);
            words(tileWidth, tileHeight);
            out.write(0);
        }
        out.write(0);
    }

    private void attribute(String name, String type, int size) {
        text(name);
        text(type);
        words(size);
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
    }

    private void words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words);
        out.writeBytes(bytes.array());
    }
}

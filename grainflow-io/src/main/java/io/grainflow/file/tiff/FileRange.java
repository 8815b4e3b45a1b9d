package io.grainflow.file.tiff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Part of a file as a stream, independent of the position of the file's channel. */
final class FileRange extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long at;

    FileRange(FileChannel channel, long at, long length) {
        this.channel = channel;
        this.at = at;
        this.end = at + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (at >= end) {
            return -1;
        }
        int count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, end - at)), at);
        at += Math.max(0, count);
        return count;
    }
}

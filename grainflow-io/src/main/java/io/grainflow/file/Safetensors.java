package io.grainflow.file;

import io.grainflow.problem.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: eight bytes with the header's length, a JSON header, and the tensors' bytes. Reading is strict and allocates no
 * more memory than the file's size; equal contents give equal bytes.
 */
public final class Safetensors {
    private static final long HEADER_LIMIT = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Safetensors() {}

    /**
     * The contents of a file.
     *
     * @param metadata free strings by name
     * @param tensors by name
     */
    public record Contents(SortedMap<String, String> metadata, SortedMap<String, StoredTensor> tensors) {
        public Contents(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
            this((SortedMap<String, String>) new TreeMap<>(metadata), new TreeMap<>(tensors));
        }

        public Contents {
            metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
            tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws InputException if the file is missing, truncated or violates the format
     */
    public static Contents read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return read(file.toString(), channel.size(), (position, count) -> read(channel, position, count));
        } catch (NoSuchFileException e) {
            throw new InputException(file.toString(), "does not exist", "check the path", e);
        } catch (IOException e) {
            String what = Files.isDirectory(file) ? "is a folder" : "cannot be read (" + e.getMessage() + ")";
            throw new InputException(file.toString(), what, "give a safetensors file", e);
        }
    }

    /**
     * Reads the bytes of a whole file.
     *
     * @param where name of the source, for messages
     * @throws InputException if they are truncated or violate the format
     */
    public static Contents read(String where, byte[] bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        try {
            return read(
                    where,
                    bytes.length,
                    (position, count) -> all.slice((int) position, count).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new InputException(
                    where, "cannot be read (" + e.getMessage() + ")", "give the bytes of a safetensors file", e);
        }
    }

    /** Reads bytes at an offset inside the source. */
    private interface Stored {
        ByteBuffer read(long position, int count) throws IOException;
    }

    private static Contents read(String where, long size, Stored stored) throws IOException {
        if (size < 8) {
            throw broken(where, "has " + size + " bytes, too few for a header");
        }
        long headerLength = stored.read(0, 8).getLong();
        if (headerLength < 2 || headerLength > HEADER_LIMIT || headerLength > size - 8) {
            throw broken(where, "claims a header of " + headerLength + " bytes in a file of " + size);
        }
        JsonNode header = header(where, stored.read(8, (int) headerLength));
        return contents(where, stored, header, 8 + headerLength, size - 8 - headerLength);
    }

    /** Writes atomically: tensors sorted by name, header padded so that data starts at a multiple of eight. */
    public static void write(Path file, Contents contents) {
        ObjectNode header = JSON.createObjectNode();
        if (!contents.metadata().isEmpty()) {
            ObjectNode metadata = header.putObject(METADATA);
            contents.metadata().forEach(metadata::put);
        }
        long offset = 0;
        for (Map.Entry<String, StoredTensor> entry : contents.tensors().entrySet()) {
            StoredTensor tensor = entry.getValue();
            long end = offset + tensor.count() * tensor.dtype().bytes();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.dtype().name());
            node.putPOJO("shape", tensor.shape());
            node.putPOJO("data_offsets", new long[] {offset, end});
            offset = end;
        }
        byte[] json = padded(JSON.writeValueAsBytes(header));
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            out.write(json);
            for (StoredTensor tensor : contents.tensors().values()) {
                writeData(out, tensor);
            }
        });
    }

    private static void writeData(OutputStream out, StoredTensor tensor) throws IOException {
        ByteBuffer data = tensor.buffer();
        byte[] chunk = new byte[Math.min(1 << 16, Math.max(1, data.remaining()))];
        while (data.hasRemaining()) {
            int count = Math.min(chunk.length, data.remaining());
            data.get(chunk, 0, count);
            out.write(chunk, 0, count);
        }
    }

    private static byte[] padded(byte[] json) {
        byte[] padded = new byte[(json.length + 7) / 8 * 8];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(json, 0, padded, 0, json.length);
        return padded;
    }

    private static JsonNode header(String where, ByteBuffer bytes) {
        try {
            JsonNode header = JSON.readTree(StandardCharsets.UTF_8.decode(bytes).toString());
            if (!header.isObject()) {
                throw broken(where, "has a header that is no JSON object");
            }
            return header;
        } catch (JacksonException e) {
            throw broken(where, "has a header that is no valid JSON");
        }
    }

    private static Contents contents(String where, Stored stored, JsonNode header, long dataStart, long dataSize)
            throws IOException {
        SortedMap<String, String> metadata = new TreeMap<>();
        SortedMap<String, StoredTensor> tensors = new TreeMap<>();
        SortedMap<Long, Long> ranges = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(item -> metadata.put(
                                item.getKey(),
                                item.getValue().isString()
                                        ? item.getValue().stringValue()
                                        : item.getValue().toString()));
                continue;
            }
            TensorEntry tensor = TensorEntry.parse(where, entry.getKey(), entry.getValue(), dataSize);
            if (tensor.begin() < tensor.end() && ranges.put(tensor.begin(), tensor.end()) != null) {
                throw broken(where, "has two tensors at byte " + tensor.begin());
            }
            byte[] data = new byte[Math.toIntExact(tensor.end() - tensor.begin())];
            stored.read(dataStart + tensor.begin(), data.length).get(data);
            tensors.put(entry.getKey(), StoredTensor.adopt(tensor.dtype(), tensor.shape(), data));
        }
        requireDisjoint(where, ranges, dataSize);
        return new Contents(metadata, tensors);
    }

    private static void requireDisjoint(String where, SortedMap<Long, Long> ranges, long dataSize) {
        long covered = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            if (range.getKey() != covered) {
                throw broken(where, "has overlapping tensors or a gap at byte " + Math.min(covered, range.getKey()));
            }
            covered = range.getValue();
        }
        if (covered != dataSize) {
            throw broken(where, "has " + dataSize + " bytes of data, but its header describes " + covered);
        }
    }

    /** The byte range of a tensor, checked against the file size. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record TensorEntry(StoredType dtype, long[] shape, long begin, long end) {
        static TensorEntry parse(String where, String name, JsonNode node, long dataSize) {
            StoredType dtype = StoredType.named(node.path("dtype").asString(""))
                    .orElseThrow(() -> broken(where, "has tensor " + name + " of unknown dtype " + node.path("dtype")));
            long[] shape = longs(where, name, node.path("shape"));
            long[] offsets = longs(where, name, node.path("data_offsets"));
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataSize) {
                throw broken(where, "has tensor " + name + " outside of the file (truncated?)");
            }
            try {
                long bytes = dtype.bytes();
                for (long extent : shape) {
                    bytes = Math.multiplyExact(bytes, extent);
                }
                if (bytes != offsets[1] - offsets[0] || bytes > Integer.MAX_VALUE - 16) {
                    throw broken(where, "has tensor " + name + " whose shape and size disagree");
                }
            } catch (ArithmeticException e) {
                throw broken(where, "has tensor " + name + " of an impossible shape");
            }
            return new TensorEntry(dtype, shape, offsets[0], offsets[1]);
        }

        private static long[] longs(String where, String name, JsonNode node) {
            if (!node.isArray()) {
                throw broken(where, "has tensor " + name + " without shape or offsets");
            }
            long[] values = new long[node.size()];
            for (int i = 0; i < values.length; i++) {
                JsonNode item = node.get(i);
                if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                    throw broken(where, "has tensor " + name + " with a bad number " + item);
                }
                values[i] = item.longValue();
            }
            return values;
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("file ends at byte " + (position + buffer.position()));
            }
        }
        return buffer.flip();
    }

    private static InputException broken(String where, String what) {
        return new InputException(where, what, "it is no valid safetensors file: copy or make it again");
    }
}

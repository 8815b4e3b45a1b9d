package io.grainflow.cli;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.Safetensors;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.BayerPattern;
import io.grainflow.raw.RawCamera;
import io.grainflow.raw.RawFiles;
import io.grainflow.raw.RawFrame;
import io.grainflow.raw.RawLevels;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Makes bad input files as users have them. */
final class BadInputs {
    private final Path root;

    BadInputs(Path root) {
        this.root = root;
    }

    Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /** A folder with one good image beside the bad one. */
    Path photos(String name) throws IOException {
        Path folder = folder(name);
        ImageFiles.write(folder.resolve("good.png"), grey(3), SampleFormat.U8);
        return folder;
    }

    /** A colour image of a ramp. */
    static Image grey(int channels) {
        int side = 48;
        float[] values = new float[channels * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.2f + 0.6f * (i % side) / side + 0.02f * ((i * 7919) % 13 - 6) / 6;
        }
        return Image.adopt(PixelDomain.SRGB, side, side, values);
    }

    /** A DNG file of a 2x2 filter array whose last site has this colour; 2 is blue, and right. */
    static void dng(Path file, int lastColour) throws IOException {
        short[] samples = new short[48 * 48];
        RawFrame frame = new RawFrame(48, 48, samples, RawLevels.of(64, 1023), BayerPattern.RGGB, RawCamera.unknown());
        byte[] bytes = RawFiles.dng(frame);
        // the entry of tag 33422: four bytes 0 1 1 2
        for (int i = 0; i + 12 < bytes.length; i++) {
            if ((bytes[i] & 0xFF) == 0x8E && (bytes[i + 1] & 0xFF) == 0x82 && bytes[i + 2] == 1) {
                bytes[i + 11] = (byte) lastColour;
            }
        }
        Files.write(file, bytes);
    }

    static void truncate(Path file, int keep) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), keep));
    }

    /** A PNG header that claims 60000x60000 pixels. */
    static void hugeHeader(Path file) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream chunk = new DataOutputStream(header);
        chunk.writeBytes("IHDR");
        chunk.writeInt(60000);
        chunk.writeInt(60000);
        chunk.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream png = new DataOutputStream(bytes);
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        png.writeInt(13);
        png.write(header.toByteArray());
        png.writeInt((int) crc.getValue());
        Files.write(file, bytes.toByteArray());
    }

    static void notANumber(Path tiff) {
        float[] values = grey(3).toArray();
        values[100] = 0.123456f;
        ImageFiles.write(tiff, Image.adopt(PixelDomain.SRGB, 48, 48, values), SampleFormat.F32);
        try {
            byte[] bytes = Files.readAllBytes(tiff);
            byte[] number = little(0.123456f);
            byte[] none = little(Float.NaN);
            int at = find(bytes, number);
            if (at < 0) {
                number = big(0.123456f);
                none = big(Float.NaN);
                at = find(bytes, number);
            }
            System.arraycopy(none, 0, bytes, at, none.length);
            Files.write(tiff, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] little(float value) {
        return java.nio.ByteBuffer.allocate(4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    private static byte[] big(float value) {
        return java.nio.ByteBuffer.allocate(4).putFloat(value).array();
    }

    private static int find(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(Arrays.copyOfRange(bytes, i, i + wanted.length), wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** The same model as a later version of the program would write it. */
    static void ofNewerFormat(Path model, Path target) {
        Safetensors.Contents contents = Safetensors.read(model);
        Map<String, String> metadata = new TreeMap<>(contents.metadata());
        metadata.put("grainflow.format", "2");
        Safetensors.write(target, new Safetensors.Contents(metadata, contents.tensors()));
    }

    /** A copy of a data set whose files are then damaged. */
    Path copy(Path data, String name) throws IOException {
        Path target = root.resolve(name);
        try (var files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(data.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return target;
    }

    static void text(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}

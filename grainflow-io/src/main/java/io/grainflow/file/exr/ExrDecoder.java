package io.grainflow.file.exr;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.FiniteSamples;
import io.grainflow.file.ImageDecoder;
import io.grainflow.file.ImageHeader;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.tinyexr.EXRHeader;
import org.lwjgl.util.tinyexr.EXRImage;
import org.lwjgl.util.tinyexr.EXRTile;
import org.lwjgl.util.tinyexr.EXRVersion;
import org.lwjgl.util.tinyexr.TinyEXR;

/** Decodes OpenEXR files with TinyEXR. The header and the chunk offset table are checked before native code reads the file. */
public final class ExrDecoder {
    /** Names of the channels of images, normals and positions; an alpha channel may be present in addition. */
    private static final List<List<String>> KNOWN =
            List.of(List.of("R", "G", "B"), List.of("X", "Y", "Z"), List.of("Y"));

    /** Largest header: a header contains only text and possibly a preview. */
    private static final int LONGEST_HEADER = 1 << 22;

    private ExrDecoder() {}

    public static ImageHeader header(Path file) {
        ImageDecoder.requireContent(file);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(LONGEST_HEADER, channel.size()));
            fill(channel, start);
            ExrHeader header = ExrHeader.parse(file, start);
            return new ImageHeader("exr", header.height(), header.width());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads an OpenEXR image.
     *
     * @throws InputException if the file is damaged, has unsupported contents, or has values that are not finite
     */
    public static DecodedImage read(Path file) {
        ImageDecoder.requireContent(file);
        ByteBuffer bytes = null;
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new InputException(file.toString(), "is larger than 2 GB", "cut it into parts");
            }
            bytes = MemoryUtil.memAlloc((int) channel.size());
            fill(channel, bytes);
            ExrHeader header = ExrHeader.parse(file, bytes);
            List<Integer> planes = planes(file, header);
            requireRoom(file, header);
            ExrChunks.check(header, bytes);
            SampleFormat format =
                    planes.stream().allMatch(i -> header.channels().get(i).type() == ExrHeader.Channel.HALF)
                            ? SampleFormat.F16
                            : SampleFormat.F32;
            return new DecodedImage(decode(file, bytes, header, planes), format, Optional.empty(), Optional.empty());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw ExrHeader.damaged(file, e);
        } catch (LinkageError e) {
            throw noDecoder(file, e);
        } finally {
            // without the native library, even free() of null would fail
            if (bytes != null) {
                MemoryUtil.memFree(bytes);
            }
        }
    }

    static InputException noDecoder(Path file, LinkageError e) {
        return new InputException(
                file.toString(), "cannot be handled: OpenEXR is not available on this platform", "use .pfm or .tif", e);
    }

    private static InputException unreadable(Path file, IOException e) {
        return new InputException(file.toString(), "cannot be read (" + e.getMessage() + ")", "check it", e);
    }

    private static void fill(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("it shrank while it was read");
            }
        }
        bytes.flip();
    }

    /** Indices of the image's channels; the layer name (the part before the last dot) is ignored. */
    private static List<Integer> planes(Path file, ExrHeader header) {
        List<ExrHeader.Channel> channels = header.channels();
        List<String> names = channels.stream().map(ExrDecoder::plain).toList();
        boolean oneLayer = channels.stream().map(ExrDecoder::layer).distinct().count() == 1;
        if (oneLayer && new HashSet<>(names).size() == names.size()) {
            List<String> colours =
                    names.stream().filter(name -> !name.equals("A")).toList();
            List<String> wanted = colours.size() <= 1
                    ? List.of(colours.isEmpty() ? "A" : colours.get(0))
                    : KNOWN.stream()
                            .filter(known -> known.size() == colours.size() && known.containsAll(colours))
                            .findFirst()
                            .orElse(List.of());
            List<Integer> planes = wanted.stream().map(names::indexOf).toList();
            if (!planes.isEmpty()
                    && planes.stream().allMatch(i -> channels.get(i).isFloating())) {
                return planes;
            }
        }
        throw new InputException(
                file.toString(),
                "has the channels " + header.names(),
                "export R, G, B (or X, Y, Z, or one channel) as half or float");
    }

    private static String plain(ExrHeader.Channel channel) {
        return channel.name().substring(channel.name().lastIndexOf('.') + 1);
    }

    private static String layer(ExrHeader.Channel channel) {
        return channel.name().substring(0, channel.name().lastIndexOf('.') + 1);
    }

    private static void requireRoom(Path file, ExrHeader header) {
        ImageDecoder.requireRoom(file, new ImageHeader("exr", header.height(), header.width()));
        // the decoder converts all channels to float and allocates whole tiles at the edge, too
        long across = header.tiles().map(t -> upTo(header.width(), t.width())).orElse((long) header.width());
        long down = header.tiles().map(t -> upTo(header.height(), t.height())).orElse((long) header.height());
        if (across * down
                > Runtime.getRuntime().maxMemory() / (8L * header.channels().size())) {
            throw new InputException(
                    file.toString(),
                    "needs " + header.channels().size() + " channels of " + across + "x" + down
                            + " values, more than memory allows",
                    "export fewer channels, or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx...)");
        }
    }

    private static long upTo(int size, int tile) {
        return (size + tile - 1L) / tile * tile;
    }

    private static Image decode(Path file, ByteBuffer bytes, ExrHeader layout, List<Integer> planes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer error = stack.callocPointer(1);
            EXRVersion version = EXRVersion.calloc(stack);
            EXRHeader header = EXRHeader.calloc(stack);
            EXRImage image = EXRImage.calloc(stack);
            TinyEXR.InitEXRHeader(header);
            TinyEXR.InitEXRImage(image);
            require(TinyEXR.ParseEXRVersionFromMemory(version, bytes), error);
            require(TinyEXR.ParseEXRHeaderFromMemory(header, version, bytes, error), error);
            try {
                IntBuffer types = header.requested_pixel_types();
                for (int i = 0; i < types.capacity(); i++) {
                    int type = header.pixel_types().get(i);
                    types.put(i, type == TinyEXR.TINYEXR_PIXELTYPE_HALF ? TinyEXR.TINYEXR_PIXELTYPE_FLOAT : type);
                }
                require(TinyEXR.LoadEXRImageFromMemory(image, header, bytes, error), error);
                return copied(file, image, layout, planes);
            } finally {
                TinyEXR.FreeEXRImage(image);
                TinyEXR.FreeEXRHeader(header);
            }
        }
    }

    private static Image copied(Path file, EXRImage image, ExrHeader layout, List<Integer> planes) {
        int width = layout.width();
        int height = layout.height();
        if (image.width() != width
                || image.height() != height
                || image.num_channels() != layout.channels().size()) {
            throw new IllegalArgumentException("decoded to another size");
        }
        float[] chw = new float[planes.size() * height * width];
        PointerBuffer rows = image.images();
        EXRTile.Buffer tiles = image.tiles();
        for (int c = 0; c < planes.size(); c++) {
            if (rows != null) {
                MemoryUtil.memFloatBuffer(rows.get(planes.get(c)), width * height)
                        .get(chw, c * height * width, height * width);
            } else if (tiles != null && layout.tiles().isPresent()) {
                for (EXRTile tile : tiles) {
                    copyTile(tile, planes.get(c), layout, chw, c * height * width);
                }
            } else {
                throw new IllegalArgumentException("no pixels");
            }
        }
        FiniteSamples.require(file, height, width, chw);
        return Image.adopt(PixelDomain.LINEAR, height, width, chw);
    }

    /** The decoder stores every tile at full width, also those at the right edge. */
    private static void copyTile(EXRTile tile, int plane, ExrHeader layout, float[] chw, int start) {
        ExrHeader.Tiles size = layout.tiles().orElseThrow();
        int left = tile.offset_x() * size.width();
        int top = tile.offset_y() * size.height();
        int width = Math.min(size.width(), layout.width() - left);
        int height = Math.min(size.height(), layout.height() - top);
        long values = tile.images(plane + 1).get(plane);
        for (int y = 0; y < height; y++) {
            MemoryUtil.memFloatBuffer(values + 4L * y * size.width(), width)
                    .get(chw, start + (top + y) * layout.width() + left, width);
        }
    }

    static void require(int status, PointerBuffer error) {
        if (status == TinyEXR.TINYEXR_SUCCESS) {
            return;
        }
        long message = error.get(0);
        String text = message == MemoryUtil.NULL ? "error " + status : MemoryUtil.memUTF8(message);
        if (message != MemoryUtil.NULL) {
            TinyEXR.nFreeEXRErrorMessage(message);
        }
        throw new IllegalArgumentException(text.strip());
    }
}

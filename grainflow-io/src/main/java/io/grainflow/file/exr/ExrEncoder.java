package io.grainflow.file.exr;

import io.grainflow.file.AtomicFile;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.tinyexr.EXRChannelInfo;
import org.lwjgl.util.tinyexr.EXRHeader;
import org.lwjgl.util.tinyexr.EXRImage;
import org.lwjgl.util.tinyexr.TinyEXR;

/** Writes OpenEXR files of scan lines with ZIP compression, with TinyEXR. */
public final class ExrEncoder {
    /** The largest value of a half float: larger values would become infinite, which readers reject. */
    static final float LARGEST_HALF = 65504f;

    /** Readers expect the channels in alphabetical order. */
    private static final String[] COLOUR = {"B", "G", "R"};

    private static final String[] GREY = {"Y"};

    private ExrEncoder() {}

    public static void write(Path file, Image image, SampleFormat format) {
        try {
            AtomicFile.write(file, out -> encode(image, format == SampleFormat.F16, ExrHeader.Compression.ZIP, out));
        } catch (LinkageError e) {
            throw ExrDecoder.noDecoder(file, e);
        }
    }

    static void encode(Image image, boolean half, ExrHeader.Compression compression, OutputStream out)
            throws IOException {
        String[] names = image.channels() == 1 ? GREY : COLOUR;
        FloatBuffer values = null;
        try (MemoryStack stack = MemoryStack.stackPush();
                EXRChannelInfo.Buffer channels = EXRChannelInfo.calloc(names.length)) {
            values = MemoryUtil.memAllocFloat(image.size());
            fill(values, image, half);
            int type = half ? TinyEXR.TINYEXR_PIXELTYPE_HALF : TinyEXR.TINYEXR_PIXELTYPE_FLOAT;
            PointerBuffer planes = stack.callocPointer(names.length);
            IntBuffer stored = stack.mallocInt(names.length);
            IntBuffer given = stack.mallocInt(names.length);
            for (int c = 0; c < names.length; c++) {
                int plane = (names.length - 1 - c) * image.height() * image.width();
                planes.put(c, MemoryUtil.memAddress(values, plane));
                given.put(c, TinyEXR.TINYEXR_PIXELTYPE_FLOAT);
                stored.put(c, type);
                channels.get(c)
                        .name(name(stack, names[c]))
                        .pixel_type(type)
                        .x_sampling(1)
                        .y_sampling(1);
            }
            EXRHeader header = EXRHeader.calloc(stack);
            TinyEXR.InitEXRHeader(header);
            header.channels(channels).pixel_types(given).requested_pixel_types(stored);
            header.num_channels(names.length).compression_type(compression.code());
            EXRImage pixels = EXRImage.calloc(stack);
            TinyEXR.InitEXRImage(pixels);
            pixels.images(planes).num_channels(names.length);
            save(pixels.width(image.width()).height(image.height()), header, stack, out);
        } finally {
            MemoryUtil.memFree(values);
        }
    }

    private static ByteBuffer name(MemoryStack stack, String name) {
        return stack.calloc(256).put(name.getBytes(StandardCharsets.US_ASCII)).rewind();
    }

    private static void fill(FloatBuffer values, Image image, boolean half) {
        FloatBuffer source = image.values();
        for (int i = 0; i < image.size(); i++) {
            float value = source.get(i);
            values.put(i, half ? Math.max(-LARGEST_HALF, Math.min(LARGEST_HALF, value)) : value);
        }
    }

    private static void save(EXRImage pixels, EXRHeader header, MemoryStack stack, OutputStream out)
            throws IOException {
        PointerBuffer error = stack.callocPointer(1);
        PointerBuffer memory = stack.callocPointer(1);
        long size = TinyEXR.SaveEXRImageToMemory(pixels, header, memory, error);
        long bytes = memory.get(0);
        try {
            if (size <= 0 || size > Integer.MAX_VALUE || bytes == MemoryUtil.NULL) {
                ExrDecoder.require(TinyEXR.TINYEXR_ERROR_SERIALIZATION_FAILED, error);
            }
            ByteBuffer encoded = MemoryUtil.memByteBuffer(bytes, (int) size);
            while (encoded.hasRemaining()) {
                Channels.newChannel(out).write(encoded);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the encoder failed: " + e.getMessage(), e);
        } finally {
            MemoryUtil.nmemFree(bytes);
        }
    }
}

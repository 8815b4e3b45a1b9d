package io.grainflow.file.nifti;

import io.grainflow.file.AtomicFile;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageDecoder;
import io.grainflow.file.ImageFrames;
import io.grainflow.file.ImageHeader;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/**
 * A NIfTI-1 or NIfTI-2 volume, plain or compressed by gzip, read slice by slice. Values have the file's scaling applied. Slices are
 * perpendicular to the third axis. Their rows run from the front to the back of the body, so that axial slices of volumes in RAS
 * orientation (right, anterior, superior) are upright. Values are of any scale: {@link PixelDomain#LINEAR}.
 */
public final class NiftiVolume implements ImageFrames {
    private final Path file;
    private final VolumeBytes source;
    private final NiftiHeader header;

    private NiftiVolume(Path file, VolumeBytes source, NiftiHeader header) {
        this.file = file;
        this.source = source;
        this.header = header;
    }

    /**
     * Opens a volume and reads its header.
     *
     * @throws InputException if it is not a NIfTI file, is damaged, truncated, or too large for this machine
     */
    public static NiftiVolume open(Path file) {
        ImageDecoder.requireContent(file);
        VolumeBytes source = null;
        boolean opened = false;
        try {
            source = new VolumeBytes(file);
            NiftiHeader header = NiftiHeader.read(file, source);
            NiftiVolume volume = new NiftiVolume(file, source, header);
            ImageDecoder.requireRoom(file, volume.header());
            long needed = volume.start(volume.count());
            if (needed > source.size()) {
                throw new IOException("has " + source.size() + " of " + needed + " bytes");
            }
            opened = true;
            return volume;
        } catch (IOException e) {
            throw damaged(file, e);
        } finally {
            if (source != null && !opened) {
                source.close();
            }
        }
    }

    /** Number of voxels along the first axis, usually from left to right. */
    public int x() {
        return header.extents()[0];
    }

    /** Number of voxels along the second axis. */
    public int y() {
        return header.extents()[1];
    }

    /** Number of slices. */
    public int z() {
        return header.extents()[2];
    }

    /** Number of time points. */
    public int t() {
        return header.extents()[3];
    }

    /** Spacing of voxels along x, y and z and of time points, in the file's units (usually mm and s). */
    public double[] voxelSizes() {
        return header.voxelSizes().clone();
    }

    /**
     * A slice [1, y, x].
     *
     * @throws InputException if it is truncated or has values that are not finite
     */
    public Image slice(int z, int t) {
        if (z < 0 || z >= z() || t < 0 || t >= t()) {
            throw new IllegalArgumentException(
                    "slice expects z below " + z() + " and t below " + t() + ", got " + z + " and " + t);
        }
        return slice(t * z() + z);
    }

    @Override
    public int count() {
        return z() * t();
    }

    @Override
    public ImageHeader header() {
        return new ImageHeader("nifti", y(), x());
    }

    @Override
    public DecodedImage read(int index) {
        if (index < 0 || index >= count()) {
            throw new IllegalArgumentException("read expects a frame below " + count() + ", got " + index);
        }
        return new DecodedImage(slice(index), SampleFormat.F32, Optional.empty(), Optional.empty());
    }

    private long start(int index) {
        return header.bytes().length + (long) index * x() * y() * header.type().size();
    }

    private Image slice(int index) {
        ByteBuffer stored = ByteBuffer.wrap(stored(index)).order(header.order());
        float[] values = new float[x() * y()];
        for (int row = 0; row < y(); row++) {
            int from = storedRow(row) * x();
            for (int column = 0; column < x(); column++) {
                double value = header.type().get(stored, from + column);
                values[row * x() + column] = (float) (value * header.slope() + header.intercept());
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new InputException(
                        file.toString(),
                        "has the value " + values[i] + " at x " + i % x() + ", y " + storedRow(i / x()) + ", z "
                                + index % z() + ", t " + index / z(),
                        "replace values that are not finite");
            }
        }
        return Image.adopt(PixelDomain.LINEAR, y(), x(), values);
    }

    private byte[] stored(int index) {
        try {
            byte[] stored = source.read(start(index), x() * y() * header.type().size());
            if (index == count() - 1) {
                source.requireEnd();
            }
            return stored;
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private int storedRow(int row) {
        return header.anteriorFirst() ? row : y() - 1 - row;
    }

    /**
     * Writes a volume of float32 values with the size, geometry and header extensions of this one, atomically.
     *
     * @param target ends in .nii or .nii.gz
     */
    @Override
    public void writeLike(Path target, IntFunction<Image> frames) {
        if (!ImageFrames.isVolumeName(target)) {
            throw new InputException(target.toString(), "is not named like a volume", "choose .nii or .nii.gz");
        }
        boolean compress = target.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        AtomicFile.write(target, out -> {
            if (compress) {
                GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
                write(gzip, frames);
                gzip.finish();
            } else {
                write(out, frames);
            }
        });
    }

    private void write(OutputStream out, IntFunction<Image> frames) throws IOException {
        out.write(header.forFloats());
        ByteBuffer bytes = ByteBuffer.allocate(4 * x() * y()).order(header.order());
        for (int i = 0; i < count(); i++) {
            Image frame = frames.apply(i);
            if (frame.channels() != 1 || frame.height() != y() || frame.width() != x()) {
                throw new IllegalArgumentException("slice " + i + " expects [1," + y() + "," + x() + "], got " + frame);
            }
            FloatBuffer values = frame.values();
            for (int row = 0; row < y(); row++) {
                for (int column = 0; column < x(); column++) {
                    bytes.putFloat(4 * (storedRow(row) * x() + column), values.get(row * x() + column));
                }
            }
            out.write(bytes.array());
        }
    }

    @Override
    public void close() {
        source.close();
    }

    private static InputException damaged(Path file, IOException e) {
        String reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
        return new InputException(
                file.toString(), "is damaged or truncated (" + reason + ")", "copy or export it again", e);
    }
}

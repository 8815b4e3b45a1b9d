package io.grainflow.job.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.bm3d.Bm3d;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.progress.CancelledException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking to stop ends the work within an image. How much was done is counted by how often the work asks, which no clock disturbs. */
final class ImageCancellationTest {
    @TempDir
    Path folder;

    private final ImageRestoration restoration = new ImageRestoration(
            new DenoiserHandle(Bm3d.of(0.1, 1), false, 0, Optional.empty()), Optional.empty(), BandSizes.defaults());

    @Test
    void aLargeImageIsLeftSoon() throws IOException {
        Path file = folder.resolve("large.png");
        ImageFiles.write(file, Image.adopt(PixelDomain.SRGB, 300, 300, values(300 * 300)), SampleFormat.U8);
        isLeftSoon(file, ImageRestoration.Way.WHOLE);
    }

    @Test
    void aVolumeIsLeftWithinASlice() throws IOException {
        Path file = folder.resolve("volume.nii");
        Files.write(file, volume(150, 150, 2));
        isLeftSoon(file, ImageRestoration.Way.FRAMES);
    }

    private void isLeftSoon(Path file, ImageRestoration.Way way) throws IOException {
        ImageRestoration.Plan plan = restoration.plan(file);
        assertThat(plan.way()).isEqualTo(way);
        Path target = folder.resolve("made-" + file.getFileName());
        AtomicInteger asked = new AtomicInteger();
        restoration.restore(plan, target, () -> asked.incrementAndGet() < 0, count -> {});
        int whole = asked.getAndSet(0);
        assertThat(whole).isGreaterThan(7);
        Files.delete(target);
        assertThatThrownBy(() -> restoration.restore(plan, target, () -> asked.incrementAndGet() >= 2, count -> {}))
                .isInstanceOf(CancelledException.class)
                .hasMessage("stopped in " + target.getFileName() + "; nothing of it is written");
        assertThat(asked).hasValue(2);
        assertThat(folder).isDirectoryNotContaining("glob:**made*");
    }

    private static float[] values(int count) {
        RandomField field = new RandomField(new Seed(4));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.min(1, Math.max(0, 0.5 + 0.1 * field.normal(i)));
        }
        return values;
    }

    /** A NIfTI file of floats. */
    private static byte[] volume(int width, int height, int slices) {
        ByteBuffer bytes =
                ByteBuffer.allocate(352 + 4 * width * height * slices).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 348);
        bytes.putShort(40, (short) 3).putShort(42, (short) width).putShort(44, (short) height);
        bytes.putShort(46, (short) slices).putShort(70, (short) 16).putShort(72, (short) 32);
        bytes.putFloat(108, 352);
        bytes.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        bytes.position(352);
        for (float value : values(width * height * slices)) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}

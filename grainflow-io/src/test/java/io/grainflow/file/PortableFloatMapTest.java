package io.grainflow.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortableFloatMapTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void valuesSurviveTheRoundTrip(int channels) {
        float[] values = new float[channels * 5 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 1000f - 0.1f;
        }
        Image image = Image.copyOf(PixelDomain.LINEAR, 5, 4, values);
        Path file = folder.resolve("a.pfm");
        ImageFiles.write(file, image, SampleFormat.U8);
        assertThat(ImageFiles.read(file).image()).isEqualTo(image);
        assertThat(ImageFiles.read(file).format()).isEqualTo(SampleFormat.F32);
        assertThat(ImageFiles.header(file)).isEqualTo(new ImageHeader("pfm", 5, 4));
        assertThat(ImageFiles.list(folder)).containsExactly(file);
    }

    @Test
    void rowsRunFromBottomToTopInEitherOrderOfBytes() throws IOException {
        Image expected = Image.copyOf(PixelDomain.LINEAR, 2, 1, new float[] {3, 1, 4, 1.5f, 5, 2});
        assertThat(read("PF\n1 2\n-1.0\n", ByteOrder.LITTLE_ENDIAN, 1, 1.5f, 2, 3, 4, 5))
                .isEqualTo(expected);
        assertThat(read("PF 1 2\n2.5\n", ByteOrder.BIG_ENDIAN, 1, 1.5f, 2, 3, 4, 5))
                .isEqualTo(expected);
    }

    @Test
    void badFilesAreToldInOneLine() {
        assertFails("P6\n1 1\n255\n", "is no portable float map");
        assertFails("PF\n2 2\n-1\n", "has 10 of 58 bytes");
        assertFails("PF\n-2 2\n-1\n", "size -2x2");
        assertFails("PF\n2 2\n0\n", "scale 0.0");
        assertFails("Pf\n60000 60000\n-1\n", "of 14400000018 bytes");
        assertFails("Pf 999999999999 1 1\n", "is damaged or truncated");
        assertFails("Pf\n1 1", "its header does not end");
        assertThatThrownBy(() -> read("Pf\n1 2\n-1\n", ByteOrder.LITTLE_ENDIAN, 0, Float.NaN))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has the value NaN at row 0, column 0");
    }

    @Test
    void damagedFilesNeverFailInAnotherWay() throws IOException {
        Path file = folder.resolve("damaged.pfm");
        ImageFiles.write(file, Image.copyOf(PixelDomain.LINEAR, 3, 3, new float[27]), SampleFormat.F32);
        assertThat(Damage.toEveryPart(file, 12, 600, ImageFiles::read)).isPositive();
    }

    private Image read(String head, ByteOrder order, float... values) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(start.length + 4 * values.length).order(order);
        bytes.put(start);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return ImageFiles.read(Files.write(folder.resolve("b.pfm"), bytes.array()))
                .image();
    }

    private void assertFails(String head, String message) {
        assertThatThrownBy(() -> read(head, ByteOrder.BIG_ENDIAN))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}

package io.grainflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BufferedImagesTest {
    private static BufferedImage picture(int type) {
        BufferedImage picture = new BufferedImage(7, 5, type);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                picture.setRGB(x, y, (40 * y + x) << 24 | (30 * x) << 16 | (50 * y) << 8 | 200);
            }
        }
        return picture;
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void picturesComeBackAsTheyWere(int type) {
        BufferedImage picture = picture(type);
        Image values = BufferedImages.image(picture);
        assertThat(values.channels())
                .isEqualTo(type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_USHORT_GRAY ? 1 : 3);
        BufferedImage back = BufferedImages.like(picture, values);
        assertThat(BufferedImages.image(back)).isEqualTo(values);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                assertThat(back.getRGB(x, y)).isEqualTo(picture.getRGB(x, y));
            }
        }
    }

    @Test
    void storedColoursAreInTheOrderOfRedGreenAndBlue() {
        for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB}) {
            Image values = BufferedImages.image(picture(type));
            assertThat(values.at(0, 2, 3)).isEqualTo(90f / 255);
            assertThat(values.at(1, 2, 3)).isEqualTo(100f / 255);
            assertThat(values.at(2, 2, 3)).isEqualTo(200f / 255);
        }
    }

    @Test
    void valuesBeyondBlackAndWhiteAreLimitedAndSixteenBitsAreKept() {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        Image values = Image.copyOf(PixelDomain.SRGB, 1, 2, new float[] {1.5f, 12345f / 65535});
        BufferedImage result = BufferedImages.like(picture, values);
        assertThat(result.getRaster().getSample(0, 0, 0)).isEqualTo(65535);
        assertThat(result.getRaster().getSample(1, 0, 0)).isEqualTo(12345);
    }

    @Test
    void valuesOfAnotherShapeAreRefused() {
        Image values = Image.copyOf(PixelDomain.SRGB, 1, 2, new float[2]);
        assertThatThrownBy(() -> BufferedImages.like(picture(BufferedImage.TYPE_INT_RGB), values))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.grainflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class DevelopmentTest {
    @Test
    void displayImagesAreShownAsTheyAre() throws IOException {
        float[] values = {0f, 1f, 0.5f, 2f, -1f, 10 / 255f};
        Image image = Image.adopt(PixelDomain.SRGB, 1, 2, values);
        BufferedImage shown = shown(Development.of(image), image);
        assertThat(shown.getRGB(0, 0)).isEqualTo(0xff008000);
        assertThat(shown.getRGB(1, 0)).isEqualTo(0xffffff0a);
    }

    @Test
    void greyRawLooksGreyWhateverTheGainsOfItsPlanes() throws IOException {
        float[] scene = {0.1f, 0.2f, 0.4f, 0.4f};
        float[] planes = {0.5f, 1f, 1f, 0.25f};
        float[] values = new float[16];
        for (int c = 0; c < 4; c++) {
            for (int i = 0; i < 4; i++) {
                values[4 * c + i] = planes[c] * scene[i];
            }
        }
        Image raw = Image.adopt(PixelDomain.RAW_PACKED, 2, 2, values);
        BufferedImage shown = shown(Development.of(raw), raw);
        assertThat(shown.getRGB(1, 1)).isEqualTo(0xffffffff);
        int dark = shown.getRGB(0, 0);
        assertThat(dark & 255).isEqualTo(dark >> 8 & 255).isEqualTo(dark >> 16 & 255);
        // a quarter of white, through the sRGB curve
        assertThat(dark & 255).isEqualTo(137);
    }

    @Test
    void aBlackReferenceDoesNotDivideByZero() throws IOException {
        Image black = Image.adopt(PixelDomain.RAW_PACKED, 1, 1, new float[4]);
        assertThat(shown(Development.of(black), black).getRGB(0, 0)).isEqualTo(0xff000000);
    }

    private static BufferedImage shown(Development development, Image image) throws IOException {
        String uri = development.dataUri(image);
        String prefix = "data:image/png;base64,";
        assertThat(uri).startsWith(prefix);
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring(prefix.length()))));
    }
}

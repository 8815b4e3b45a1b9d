import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.File;
import javax.imageio.ImageIO;

/**
 * A part of two RGGB mosaics side by side, one pixel per cell, twice as large: mean of the greens, grey world, gamma.
 * Usage: java RawPicture.java before.png after.png picture.png BLACK LEFT TOP WIDTH HEIGHT
 */
final class RawPicture {
    private RawPicture() {}

    public static void main(String[] words) throws Exception {
        double black = Double.parseDouble(words[3]);
        int left = Integer.parseInt(words[4]) / 2;
        int top = Integer.parseInt(words[5]) / 2;
        int width = Integer.parseInt(words[6]) / 2;
        int height = Integer.parseInt(words[7]) / 2;
        double[][][][] pictures = {colours(words[0], black), colours(words[1], black)};
        double[] gains = gains(pictures[0], left, top, width, height);
        BufferedImage out = new BufferedImage(2 * (2 * width + 4), 2 * height, BufferedImage.TYPE_INT_RGB);
        for (int side = 0; side < 2; side++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int pixel = 0;
                    for (int c = 0; c < 3; c++) {
                        double value = Math.max(0, gains[c] * pictures[side][c][top + y][left + x]);
                        pixel = pixel << 8 | (int) Math.min(255, 255 * Math.pow(value, 1 / 2.2));
                    }
                    for (int i = 0; i < 4; i++) {
                        out.setRGB(2 * (side * (width + 4) + x) + i % 2, 2 * y + i / 2, pixel);
                    }
                }
            }
        }
        ImageIO.write(out, "png", new File(words[2]));
    }

    private static double[][][] colours(String file, double black) throws Exception {
        Raster mosaic = ImageIO.read(new File(file)).getRaster();
        int height = mosaic.getHeight() / 2;
        int width = mosaic.getWidth() / 2;
        double[][][] planes = new double[3][height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                planes[0][y][x] = mosaic.getSample(2 * x, 2 * y, 0) - black;
                planes[1][y][x] =
                        (mosaic.getSample(2 * x + 1, 2 * y, 0) + mosaic.getSample(2 * x, 2 * y + 1, 0)) / 2.0 - black;
                planes[2][y][x] = mosaic.getSample(2 * x + 1, 2 * y + 1, 0) - black;
            }
        }
        return planes;
    }

    /** So that each colour has the same mean over what is shown. */
    private static double[] gains(double[][][] planes, int left, int top, int width, int height) {
        double[] gains = new double[3];
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            for (int y = top; y < top + height; y++) {
                for (int x = left; x < left + width; x++) {
                    sum += planes[c][y][x] / width / height;
                }
            }
            gains[c] = 0.2 / sum;
        }
        return gains;
    }
}

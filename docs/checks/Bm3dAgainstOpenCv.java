import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_xphoto.bm3dDenoising;

import io.grainflow.denoise.bm3d.Bm3d;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Psnr;
import java.awt.image.Raster;
import java.io.File;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Grey BM3D of this project and of OpenCV in one process, in turn, on the same picture with Gaussian noise: median seconds, mean
 * processor time (steadier on a busy machine) and PSNR.
 * OpenCV takes 8 bits, so both get the noisy picture clipped and rounded; ours is also given it unclipped. OpenCV's parameters are its
 * defaults, both steps. The jars of org.bytedeco:opencv 4.13.0-1.5.13, openblas 0.3.31-1.5.13 and javacpp 1.5.13, each also for the
 * platform (-linux-x86_64), lie in DIR.
 * Usage: java -cp "grainflow-core/target/classes:DIR/*" docs/checks/Bm3dAgainstOpenCv.java picture.png SIGMA THREADS ROUNDS
 */
final class Bm3dAgainstOpenCv {
    private Bm3dAgainstOpenCv() {}

    public static void main(String[] words) throws Exception {
        Image clean = grey(words[0]);
        double sigma = Double.parseDouble(words[1]);
        int threads = Integer.parseInt(words[2]);
        int rounds = Integer.parseInt(words[3]);
        Image noisy = noisy(clean, sigma / 255);
        Image clipped = noisy.quantised(255);
        setNumThreads(threads);
        Bm3d ours = Bm3d.of(sigma / 255, threads);
        double[][] seconds = new double[2][rounds];
        double[] processor = new double[2];
        Image[] restored = {clipped, clipped};
        for (int round = -2; round < rounds; round++) {
            for (int side = 0; side < 2; side++) {
                long begin = System.nanoTime();
                double busy = processorSeconds();
                restored[side] = side == 0 ? ours.denoise(clipped) : openCv(clipped, (float) sigma);
                if (round >= 0) {
                    seconds[side][round] = (System.nanoTime() - begin) * 1e-9;
                    processor[side] += (processorSeconds() - busy) / rounds;
                }
            }
        }
        for (int side = 0; side < 2; side++) {
            print(side == 0 ? "grainflow" : "OpenCV", seconds[side], processor[side], Psnr.decibels(clean, restored[side], 1));
        }
        System.out.printf("grainflow, not clipped: %.2f dB%n", Psnr.decibels(clean, ours.denoise(noisy), 1));
    }

    private static void print(String name, double[] seconds, double processor, double decibels) {
        Arrays.sort(seconds);
        double least = seconds[0];
        double median = seconds[seconds.length / 2];
        double most = seconds[seconds.length - 1];
        String line = "%-9s %.3f s (%.3f to %.3f), %.2f s of processor time, %.2f dB%n";
        System.out.printf(line, name, median, least, most, processor, decibels);
    }

    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() * 1e-9;
    }

    private static Image openCv(Image noisy, float sigma) {
        byte[] bytes = new byte[noisy.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(255 * noisy.values().get(i));
        }
        try (Mat from = new Mat(noisy.height(), noisy.width(), CV_8UC1);
                Mat to = new Mat(noisy.height(), noisy.width(), CV_8UC1)) {
            from.data().put(bytes);
            bm3dDenoising(from, to, sigma, 4, 16, 2500, 400, 8, 1, 2.0f, 4, 0, 0);
            to.data().get(bytes);
        }
        float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = (bytes[i] & 255) / 255f;
        }
        return Image.copyOf(noisy.domain(), noisy.height(), noisy.width(), values);
    }

    private static Image grey(String file) throws Exception {
        Raster raster = ImageIO.read(new File(file)).getRaster();
        float[] values = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null);
        for (int i = 0; i < values.length; i++) {
            values[i] /= 255;
        }
        return Image.copyOf(PixelDomain.SRGB, raster.getHeight(), raster.getWidth(), values);
    }

    private static Image noisy(Image clean, double sigma) {
        Random random = new Random(1);
        float[] values = clean.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (sigma * random.nextGaussian());
        }
        return Image.copyOf(clean.domain(), clean.height(), clean.width(), values);
    }
}

package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.PoissonNoise;
import io.grainflow.pair.Camera;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A camera that is known completely: its sensor's noise at every ISO is given by formula, so that what is learned from its
 * pictures can be held against the truth.
 *
 * @param fullWell photo-electrons of white at ISO 100
 * @param readElectrons read noise at ISO 100, in electrons: the part before the amplifier
 * @param readVolts read noise after the amplifier, in electrons at ISO 100: it shrinks as the gain rises
 * @param tailShare share of the pixels whose read noise is three times as strong
 * @param rowElectrons standard deviation of the rows' offsets, in electrons
 * @param bits of the converter
 * @param blackLevel digital number of black; what lies between it and the largest number is the usable range
 * @param jpegQuality quality of the camera's JPEG, or none for uncompressed pictures
 */
public record VirtualCamera(
        Camera camera,
        BayerPattern pattern,
        Development development,
        FixedPattern fixedPattern,
        double fullWell,
        double readElectrons,
        double readVolts,
        double tailShare,
        double rowElectrons,
        int bits,
        int blackLevel,
        OptionalDouble jpegQuality) {
    private static final List<Integer> ISOS = List.of(100, 400, 800, 1600, 3200);
    private static final float REFERENCE_QUALITY = 0.99f;

    /**
     * The built-in cameras: a large, a middling and a small sensor, the last with JPEG pictures, and one whose rows and noisy
     * pixels no noise level function can describe.
     */
    public static List<VirtualCamera> all() {
        return BuiltInCameras.ALL;
    }

    /**
     * The built-in camera of that name.
     *
     * @throws InputException listing the known ones
     */
    public static VirtualCamera named(String code) {
        Optional<VirtualCamera> found = all().stream()
                .filter(camera -> camera.camera().code().equals(code))
                .findFirst();
        return found.orElseThrow(() -> new InputException(
                "virtual camera " + code,
                "is unknown",
                "known: " + all().stream().map(c -> c.camera().code()).collect(Collectors.joining(", "))));
    }

    /** ISO settings, ascending. */
    public List<Integer> isos() {
        return ISOS;
    }

    /**
     * The sensor's noise at an ISO setting.
     *
     * @throws InputException if the camera has no such setting
     */
    public SensorNoise noise(int iso) {
        if (!ISOS.contains(iso)) {
            throw new InputException("virtual camera " + camera, "has no ISO " + iso, "known: " + ISOS);
        }
        double electrons = fullWell * 100 / iso;
        double read = Math.hypot(readElectrons, readVolts * 100 / iso);
        return new SensorNoise(
                electrons, read / electrons, tailShare, rowElectrons / electrons, 1.0 / ((1 << bits) - 1 - blackLevel));
    }

    /** What the sensor should measure of a scene, without noise: packed raw [4,H/2,W/2]; odd rows and columns are cut. */
    public Image exposure(Image srgbScene) {
        Image even = srgbScene.crop(0, 0, srgbScene.height() & ~1, srgbScene.width() & ~1);
        float[] mosaic = Mosaic.sample(development.undevelop(even), pattern);
        return Mosaic.pack(mosaic, even.height(), even.width());
    }

    /**
     * One shot of the sensor: packed raw [4,H/2,W/2] on the converter's grid, black level removed, white = 1, clipped where
     * the converter clips (values below black stay, as far as its black level lets them).
     *
     * @param exposure as {@link #exposure} gives it
     * @param seed of this shot; the fixed pattern does not depend on it
     */
    public Image shoot(Image exposure, int iso, Seed seed) {
        SensorNoise noise = noise(iso);
        Capture capture = new Capture(camera, iso);
        int height = 2 * exposure.height();
        int width = 2 * exposure.width();
        float[] light = Mosaic.unpack(exposure);
        Image scene = Image.adopt(PixelDomain.RAW_PACKED, height, width, light);
        float[] mosaic = new PoissonNoise(noise.electronsAtWhite())
                .sampleNoisy(scene, capture, seed.child("shot"))
                .toArray();
        fixedPattern.addTo(mosaic, height, width);
        addReadNoise(mosaic, width, noise, seed);
        convert(mosaic);
        return Mosaic.pack(mosaic, height, width);
    }

    private static void addReadNoise(float[] mosaic, int width, SensorNoise noise, Seed seed) {
        RandomField read = new RandomField(seed.child("read"));
        RandomField tail = new RandomField(seed.child("tail"));
        RandomField row = new RandomField(seed.child("row"));
        double core = noise.coreSigma();
        for (int i = 0; i < mosaic.length; i++) {
            double sigma = tail.uniform(i, 0) < noise.tailShare() ? core * SensorNoise.TAIL_RATIO : core;
            mosaic[i] += (float) (sigma * read.normal(i) + noise.rowSigma() * row.normal(i / width));
        }
    }

    private void convert(float[] mosaic) {
        int largest = (1 << bits) - 1;
        double range = (double) largest - blackLevel;
        for (int i = 0; i < mosaic.length; i++) {
            double number = Math.floor(mosaic[i] * range + blackLevel + 0.5);
            mosaic[i] = (float) ((Math.min(largest, Math.max(0, number)) - blackLevel) / range);
        }
    }

    /** The display picture [3,H,W], 8 bit, of a raw image: white balance, demosaicking, colour matrix, tone curve. */
    public Image develop(Image raw) {
        float[] mosaic = Mosaic.unpack(raw);
        return development.develop(Demosaic.MALVAR.apply(mosaic, 2 * raw.height(), 2 * raw.width(), pattern));
    }

    /**
     * The display picture of a noise-free exposure. Of a camera with JPEG pictures it is what the mean of many shots would be:
     * what JPEG loses of colour detail is no noise, so the reference goes through a fine JPEG as well.
     */
    public Image reference(Image exposure) {
        Image developed = develop(exposure);
        return jpegQuality.isPresent() ? JpegRoundTrip.of(developed, REFERENCE_QUALITY) : developed;
    }

    /** As {@link #develop}, then through the camera's JPEG if it has one. */
    public Image picture(Image raw) {
        Image developed = develop(raw);
        return jpegQuality.isPresent() ? JpegRoundTrip.of(developed, (float) jpegQuality.getAsDouble()) : developed;
    }
}

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
 * A simulated camera. The noise of its sensor at every ISO is given by formulas, so that models trained on its pictures can be compared
 * with the true noise.
 *
 * @param fullWell number of photo-electrons at white, at ISO 100
 * @param readElectrons read noise at ISO 100, in electrons: the part before the amplifier
 * @param readVolts read noise after the amplifier, in electrons at ISO 100: it shrinks as the gain rises
 * @param tailShare share of the pixels with three times the read noise
 * @param rowElectrons standard deviation of the rows' offsets, in electrons
 * @param bits of the converter
 * @param blackLevel digital number of black; the usable range is from here to the largest number
 * @param jpegQuality quality of the camera's JPEG, or none for uncompressed pictures
 */
public record VirtualCamera(
        Camera camera,
        BayerPattern pattern,
        RawDevelopment development,
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
     * The built-in cameras: a large, a medium and a small sensor, the small one with JPEG pictures, and a sensor with row noise and
     * heavy-tailed pixels, which a noise level function cannot describe.
     */
    public static List<VirtualCamera> all() {
        return BuiltInCameras.ALL;
    }

    /**
     * The built-in camera of that name.
     *
     * @throws InputException if there is none; the message lists the known cameras
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

    /** The noise-free raw image of a scene, packed [4,H/2,W/2]. A last odd row or column is cut off. */
    public Image exposure(Image srgbScene) {
        Image even = srgbScene.crop(0, 0, srgbScene.height() & ~1, srgbScene.width() & ~1);
        float[] mosaic = Mosaic.sample(development.unprocess(even), pattern);
        return Mosaic.pack(mosaic, even.height(), even.width());
    }

    /**
     * One shot of the sensor: packed raw [4,H/2,W/2] on the converter's grid, black level removed, white = 1, clipped where the converter
     * clips (values below black are kept, down to digital number 0).
     *
     * @param exposure result of {@link #exposure}
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
     * The display picture of a noise-free exposure. If the camera writes JPEG, the picture approximates the mean of many shots: the colour
     * detail that JPEG loses is not noise, so the reference is encoded as JPEG of high quality, too.
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

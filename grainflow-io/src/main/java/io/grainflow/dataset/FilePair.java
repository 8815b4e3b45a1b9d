package io.grainflow.dataset;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.Levels;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.isp.BayerPattern;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.raw.RawFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A noisy and a clean image file.
 *
 * @param name the noisy file's path relative to its data set
 * @param sensor properties of the sensor that are known from elsewhere than the files
 */
public record FilePair(String name, String scene, Capture capture, Path noisy, Path clean, Sensor sensor)
        implements MosaicEntry {
    /**
     * Known properties of a sensor.
     *
     * @param filter its colour filter array
     * @param levels its black and white
     */
    public record Sensor(Optional<BayerPattern> filter, Optional<Levels> levels) {
        /** No known properties. */
        public static final Sensor UNKNOWN = new Sensor(Optional.empty(), Optional.empty());

        private Image image(DecodedImage decoded) {
            return levels.map(known -> known.apply(decoded)).orElse(decoded.image());
        }
    }

    /** The same files with known black and white levels of the sensor. */
    FilePair with(Levels levels) {
        return new FilePair(name, scene, capture, noisy, clean, new Sensor(sensor.filter, Optional.of(levels)));
    }

    /** Files without further knowledge about the sensor. */
    public FilePair(String name, String scene, Capture capture, Path noisy, Path clean) {
        this(name, scene, capture, noisy, clean, Sensor.UNKNOWN);
    }

    @Override
    public Optional<BayerPattern> pattern() {
        return sensor.filter().isPresent() || !RawFiles.isRawName(noisy)
                ? sensor.filter()
                : Optional.of(RawFiles.read(noisy).pattern());
    }

    @Override
    public NoisyPair load() {
        DecodedImage noisyImage = ImageFiles.read(noisy);
        DecodedImage cleanImage = ImageFiles.read(clean);
        if (!noisyImage.image().sameShape(cleanImage.image())) {
            throw new InputException(
                    noisy.toString(),
                    "is " + size(noisyImage.image()) + ", but its clean image " + clean.getFileName() + " is "
                            + size(cleanImage.image()),
                    "both must have one size and number of channels");
        }
        if (noisyImage.format() == SampleFormat.U8 && cleanImage.format().isFloat()) {
            throw new InputException(
                    noisy.toString(), "has 8 bit values, but its clean image has floats", "give both in one format");
        }
        return new NoisyPair(scene, sensor.image(cleanImage), sensor.image(noisyImage), capture);
    }

    private static String size(Image image) {
        return image.width() + "x" + image.height() + (image.channels() == 1 ? " grey" : " colour");
    }
}

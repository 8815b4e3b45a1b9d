package io.grainflow.dataset;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import java.nio.file.Path;

/**
 * A noisy and a clean image file.
 *
 * @param name the noisy file's path relative to its data set
 */
public record FilePair(String name, String scene, Capture capture, Path noisy, Path clean) implements PairEntry {
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
        if (noisyImage.format() == SampleFormat.U8 && cleanImage.format() == SampleFormat.F32) {
            throw new InputException(
                    noisy.toString(), "has 8 bit values, but its clean image has floats", "give both in one format");
        }
        return new NoisyPair(scene, cleanImage.image(), noisyImage.image(), capture);
    }

    private static String size(Image image) {
        return image.width() + "x" + image.height() + (image.channels() == 1 ? " grey" : " colour");
    }
}

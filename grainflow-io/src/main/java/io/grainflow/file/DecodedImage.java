package io.grainflow.file;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import java.util.Optional;

/**
 * An image as a file had it.
 *
 * @param image values in [0,1] for integer formats, as stored for floats
 * @param format how the file stored them
 * @param capture camera and ISO from the EXIF data, where both are there
 */
public record DecodedImage(Image image, SampleFormat format, Optional<Capture> capture) {}

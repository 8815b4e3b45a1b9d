package io.grainflow.file;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.raw.RawFrame;
import java.util.Optional;

/**
 * An image as a file had it.
 *
 * @param image values in [0,1] for integer formats, as stored for floats
 * @param format how the file stored them
 * @param capture camera and ISO from the EXIF data, where both are there
 * @param raw the sensor's frame, where the file is a raw one: the image is its mosaic
 */
public record DecodedImage(Image image, SampleFormat format, Optional<Capture> capture, Optional<RawFrame> raw) {
    /** The image of a sensor's frame: its mosaic. */
    static DecodedImage of(RawFrame frame) {
        return new DecodedImage(frame.mosaic(), SampleFormat.U16, frame.camera().capture(), Optional.of(frame));
    }

    DecodedImage with(Optional<Capture> other) {
        return new DecodedImage(image, format, other, raw);
    }

    /** The same file with other values. */
    public DecodedImage with(Image other) {
        return new DecodedImage(other, format, capture, raw);
    }
}

package io.grainflow.file;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.raw.RawFrame;
import java.util.Optional;

/**
 * An image with the properties of the file from which it was read.
 *
 * @param image values in [0,1] for integer formats, as stored for floats
 * @param format format of the stored values
 * @param capture camera and ISO from the EXIF data, if both are present
 * @param raw the raw frame if the file is a raw file; the image is then its mosaic
 */
public record DecodedImage(Image image, SampleFormat format, Optional<Capture> capture, Optional<RawFrame> raw) {
    /** The image of a raw frame: its mosaic. */
    static DecodedImage of(RawFrame frame) {
        return new DecodedImage(frame.mosaic(), SampleFormat.U16, frame.camera().capture(), Optional.of(frame));
    }

    DecodedImage with(Optional<Capture> other) {
        return new DecodedImage(image, format, other, raw);
    }

    /** The same properties with other values. */
    public DecodedImage with(Image other) {
        return new DecodedImage(other, format, capture, raw);
    }
}

package io.grainflow.file;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import io.grainflow.pair.Capture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Camera and ISO from EXIF metadata. */
final class Exif {
    private Exif() {}

    /** Present if the file has a camera model and a positive ISO; invalid metadata is treated as missing. */
    static Optional<Capture> capture(Path file) {
        try {
            Metadata metadata = ImageMetadataReader.readMetadata(file.toFile());
            ExifIFD0Directory body = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
            ExifSubIFDDirectory exposure = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
            if (body == null || exposure == null) {
                return Optional.empty();
            }
            String model = body.getString(ExifIFD0Directory.TAG_MODEL);
            Integer iso = exposure.getInteger(ExifSubIFDDirectory.TAG_ISO_EQUIVALENT);
            return model == null || model.isBlank() || iso == null || iso < 1
                    ? Optional.empty()
                    : Optional.of(Capture.of(model.strip(), iso));
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            // pictures without readable metadata are common and valid
            return Optional.empty();
        }
    }
}

package io.grainflow.job.batch;

import io.grainflow.file.DecodedImage;
import io.grainflow.image.Image;
import io.grainflow.isp.BayerPattern;
import io.grainflow.isp.Mosaic;
import io.grainflow.problem.InputException;
import io.grainflow.raw.RawFrame;
import java.util.function.UnaryOperator;

/** Applies work on packed raw images to mosaics of files. They are packed by colour if the file states the colour filter array. */
public final class PackedWork {
    private PackedWork() {}

    /**
     * Packs a mosaic, applies the work, and unpacks the result.
     *
     * @throws InputException if the mosaic cannot be packed
     */
    public static Image apply(DecodedImage decoded, UnaryOperator<Image> work) {
        Image mosaic = decoded.image();
        BayerPattern pattern = pattern(decoded);
        Image result = work.apply(pack(mosaic, pattern));
        return Image.adopt(mosaic.domain(), mosaic.height(), mosaic.width(), Mosaic.unpack(result, pattern));
    }

    /** The packed image of a raw frame; any other image unchanged. */
    public static Image planes(DecodedImage decoded) {
        return decoded.raw().isPresent() ? pack(decoded.image(), pattern(decoded)) : decoded.image();
    }

    private static BayerPattern pattern(DecodedImage decoded) {
        return decoded.raw().map(RawFrame::pattern).orElse(BayerPattern.RGGB);
    }

    private static Image pack(Image mosaic, BayerPattern pattern) {
        if (mosaic.channels() != 1 || mosaic.height() % 2 != 0 || mosaic.width() % 2 != 0) {
            throw new InputException(
                    "image",
                    "is " + Sizes.describe(mosaic) + ", the model takes sensor mosaics",
                    "give raw files, or mosaics of one channel and even size");
        }
        return Mosaic.pack(mosaic.toArray(), mosaic.height(), mosaic.width(), pattern);
    }
}

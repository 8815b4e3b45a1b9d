package io.grainflow.job.batch;

import io.grainflow.image.Image;

/** Image sizes in words. */
public final class Sizes {
    private Sizes() {}

    /** Such as "640x480 RGB", with the width first as is usual. */
    public static String describe(Image image) {
        String kind = switch (image.channels()) {
            case 1 -> "grey";
            case 3 -> "RGB";
            default -> image.channels() + " channels";
        };
        return image.width() + "x" + image.height() + " " + kind;
    }
}

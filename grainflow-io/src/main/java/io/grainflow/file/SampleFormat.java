package io.grainflow.file;

/** How a file stores one value of an image. */
public enum SampleFormat {
    /** 8 bit, 255 = white. */
    U8(255),
    /** 16 bit, 65535 = white. */
    U16(65535),
    /** 16-bit float; OpenEXR only. */
    F16(0),
    /** 32-bit float, 1 = white; TIFF, OpenEXR and PFM only. */
    F32(0);

    private final int maximum;

    SampleFormat(int maximum) {
        this.maximum = maximum;
    }

    /** Whether values are stored as floats, without scaling. */
    public boolean isFloat() {
        return maximum == 0;
    }

    /** The integer that stands for white; 0 for floats. */
    public int maximum() {
        return maximum;
    }
}

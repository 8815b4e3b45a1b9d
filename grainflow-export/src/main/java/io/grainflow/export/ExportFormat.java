package io.grainflow.export;

import java.util.Locale;

/** What models are exported as. */
public enum ExportFormat {
    /** One ONNX file. */
    ONNX,
    /** A zip package of bioimage.io with an ONNX file inside, for denoisers. */
    BIOIMAGEIO;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

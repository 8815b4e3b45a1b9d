package io.grainflow.export;

import java.util.Locale;

/** File formats of exported models. */
public enum ExportFormat {
    /** One ONNX file. */
    ONNX,
    /** A zip package of bioimage.io with an ONNX file inside, for denoisers. */
    BIOIMAGEIO;

    /** The name that users give. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

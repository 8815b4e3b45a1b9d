package io.grainflow.job.compare;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of models in tables and files: those of their files without folder and extension. */
final class ModelNames {
    /** Name of the denoiser of the real pairs; no model has it. */
    static final String REAL = "real-pairs";

    private ModelNames() {}

    /** Name to file, in order. Files of equal names get a number. */
    static Map<String, String> of(List<String> files) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String file : files) {
            String full = String.valueOf(Path.of(file).getFileName());
            int end = full.lastIndexOf('.');
            String stem = end > 0 ? full.substring(0, end) : full;
            String name = stem;
            for (int i = 2; names.containsKey(name) || name.equals(REAL); i++) {
                name = stem + "-" + i;
            }
            names.put(name, file);
        }
        return names;
    }
}

package io.grainflow.model.importer;

import io.grainflow.model.ModelFile;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Forms of published weights that can be read. */
public enum PublishedFormat {
    /** DnCNN as safetensors with {@code conv.I.weight}, {@code conv.I.bias}, and {@code bn.I.*} where not folded. */
    DNCNN {
        @Override
        public ModelFile<?> read(Path file) {
            return DnCnnImporter.read(file);
        }
    },
    /** U-Nets of Noise2NoiseFlow and Noise2Noise as safetensors with the names of the released code or of the paper. */
    UNET {
        @Override
        public ModelFile<?> read(Path file) {
            return UNetImporter.read(file);
        }
    },
    /** NAFlow as safetensors with the tensor names of the released code. */
    NAFLOW {
        @Override
        public ModelFile<?> read(Path file) {
            return NaFlowImporter.read(file);
        }
    },
    /** Noise Flow as safetensors with the variable names of the released TensorFlow code. */
    NOISE_FLOW {
        @Override
        public ModelFile<?> read(Path file) {
            return NoiseFlowImporter.read(file);
        }
    },
    /** The noise model of Noise2NoiseFlow as safetensors with the names of the released PyTorch code. */
    NOISE2NOISE_FLOW {
        @Override
        public ModelFile<?> read(Path file) {
            return TorchNoiseFlowImporter.read(file);
        }
    },
    /** Flow-sRGB as safetensors with the names of the released PyTorch code. */
    FLOW_SRGB {
        @Override
        public ModelFile<?> read(Path file) {
            return FlowSrgbImporter.read(file);
        }
    },
    /** Measured noise levels of cameras: darktable's profiles, tables, a DNG file's NoiseProfile. */
    NOISE_LEVELS {
        @Override
        public ModelFile<?> read(Path file) {
            return NoiseLevelImporter.read(file);
        }
    };

    /**
     * Reads published weights.
     *
     * @throws InputException if the file is not exactly of this form
     */
    public abstract ModelFile<?> read(Path file);

    /** The name that users give. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The format of a name.
     *
     * @throws InputException that lists the known ones
     */
    public static PublishedFormat parse(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "format " + word,
                        "is unknown",
                        "known: "
                                + Arrays.stream(values())
                                        .map(PublishedFormat::word)
                                        .collect(Collectors.joining(", "))));
    }
}

package io.grainflow.export;

import io.grainflow.model.Citation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import java.util.stream.Collectors;

/** The {@code README.md} of a package. */
final class PackagePage {
    private static final String PAGE = """
            # @NAME@

            @DESCRIPTION@

            ## Use

            Input and output are float32 [batch, channel, y, x]. Values: @RANGE@. No other scaling is needed, and none must be
            done: noise is recognised by its strength. @SIZES@ In tiles, cut @REACH@ pixels off each inner side
            (`halo`): they then add up to what the whole image gives.

            `test_output.npy` is what Grainflow makes of `test_input.npy`, a generated scene with Gaussian noise, which is an
            example of the computation and not of the noise that the model was trained for.

            ## Validation

            Take pairs of noisy and clean images that the model was not trained on, and compare the peak signal-to-noise ratio
            of the noisy and of the restored images with respect to the clean ones; `grainflow evaluate denoiser` does that.
            Figures of the training: @METRICS@.

            ## Where it comes from

            * specification: `@SPEC@`
            * training job: `@JOB@`
            * fingerprint of the training data: `@DATA@`
            * network: @CITATION@
            * authors of this package: @AUTHORS@; licence: @LICENSE@
            """;

    private PackagePage() {}

    static String of(ModelFile<? extends DenoiserSpec> file, PackageTerms terms, OnnxModel onnx) {
        Citation citation = file.spec().citation();
        String metrics = file.provenance().metrics().entrySet().stream()
                .map(metric -> metric.getKey() + " " + metric.getValue())
                .collect(Collectors.joining(", "));
        return PAGE.replace("@NAME@", terms.name())
                .replace("@DESCRIPTION@", PackageDescription.description(file, citation))
                .replace("@RANGE@", ValueDescriptions.range(file.units().domain()))
                .replace("@SIZES@", sizes(onnx.block()))
                .replace("@REACH@", Integer.toString(onnx.reach()))
                .replace("@METRICS@", metrics.isEmpty() ? "none are kept" : metrics)
                .replace("@SPEC@", ModelJson.write(file.spec()))
                .replace("@JOB@", file.provenance().job().toString())
                .replace("@DATA@", file.provenance().dataFingerprint())
                .replace("@CITATION@", citation.text() + ", " + citation.reference())
                .replace("@AUTHORS@", String.join(", ", terms.authors()))
                .replace("@LICENSE@", terms.license());
    }

    private static String sizes(int block) {
        return block == 1
                ? "Images have any height and width."
                : "Height and width are multiples of " + block
                        + ": reflect images at the right and at the bottom to reach"
                        + " such a size, and let tiles begin at multiples of it.";
    }
}

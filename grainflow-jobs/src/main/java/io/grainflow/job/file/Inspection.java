package io.grainflow.job.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.grainflow.inference.Precisions;
import io.grainflow.job.run.Outcome;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.pair.Capture;
import io.grainflow.raw.RawFrame;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Description of a model, a data set or an image. Exactly one of {@code model}, {@code data} and {@code image} is present.
 *
 * @param kind "noise model", "denoiser", "data" or "image"
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Inspection(
        String what, String kind, Optional<ModelFacts> model, Optional<DataFacts> data, Optional<ImageFacts> image)
        implements Outcome {
    /**
     * A model.
     *
     * @param specification name and fields of the record that describes it
     * @param units meaning of the values
     * @param captures cameras and ISOs that the model knows; empty if it does not depend on them
     * @param parameters number of parameters
     * @param lossDecibels PSNR that a denoiser loses in coarser number formats, where that was measured
     * @param provenance origin of the model
     */
    public record ModelFacts(
            JsonNode specification,
            JsonNode units,
            List<String> captures,
            long parameters,
            Map<String, Double> lossDecibels,
            Map<String, Object> provenance) {}

    /** Pairs. */
    public record DataFacts(
            int pairs,
            int scenes,
            String fingerprint,
            String firstPair,
            List<CaptureFacts> captures,
            List<PartFacts> parts) {}

    /** Pairs of one camera and ISO. */
    public record CaptureFacts(String camera, int iso, int pairs, int scenes) {}

    /** One part of the scenes: train, validation or test. */
    public record PartFacts(String part, int pairs, List<String> scenes) {}

    /**
     * An image file.
     *
     * @param samples sample format, such as U8
     * @param capture camera and ISO, if the file states them
     * @param sensor frame of the sensor; present for raw files only
     */
    public record ImageFacts(
            int width,
            int height,
            int channels,
            String samples,
            Optional<String> capture,
            Optional<SensorFacts> sensor) {}

    /**
     * A sensor's frame.
     *
     * @param filter colour filter array, row by row
     * @param black digital numbers of black at the four sites of the colour filter array
     * @param white digital number at which the sensor saturates
     * @param noiseProfile slope and offset of the variance, one pair or one for each colour; empty if the file has none
     */
    public record SensorFacts(String filter, List<Double> black, int white, List<Double> noiseProfile) {
        static SensorFacts of(RawFrame frame) {
            return new SensorFacts(
                    frame.pattern().name(),
                    frame.levels().black(),
                    frame.levels().white(),
                    frame.camera().noiseProfile());
        }
    }

    static Inspection of(String what, String kind, ModelFacts model) {
        return new Inspection(what, kind, Optional.of(model), Optional.empty(), Optional.empty());
    }

    /** Describes a model file. */
    static Inspection ofModel(String what, ModelFile<?> file) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("version", file.provenance().version());
        provenance.put("job", file.provenance().job());
        provenance.put("seed", file.provenance().seed());
        provenance.put("dataFingerprint", file.provenance().dataFingerprint());
        provenance.putAll(file.provenance().metrics());
        return of(
                what,
                file.spec().kind(),
                new ModelFacts(
                        ModelJson.tree(file.spec()),
                        ModelJson.tree(file.units()),
                        file.vocabulary().stream().map(Capture::toString).toList(),
                        file.weights().tensors().values().stream()
                                .mapToLong(
                                        tensor -> Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b))
                                .sum(),
                        file.precisions().map(Precisions::lossDecibels).orElse(new TreeMap<>()),
                        provenance));
    }

    static Inspection of(String what, DataFacts data) {
        return new Inspection(what, "data", Optional.empty(), Optional.of(data), Optional.empty());
    }

    static Inspection of(String what, ImageFacts image) {
        return new Inspection(what, "image", Optional.empty(), Optional.empty(), Optional.of(image));
    }
}

package io.grainflow.model;

import io.grainflow.engine.Precision;
import io.grainflow.inference.Inference;
import io.grainflow.inference.Precisions;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.network.NetworkGraph;
import io.grainflow.noise.NoiseModel;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import java.nio.file.Path;
import java.util.Optional;

/** Reads models of an expected kind. */
public final class Models {
    private Models() {}

    /**
     * Reads a noise model's file.
     *
     * @throws InputException if it is another kind of model, or not readable
     */
    public static ModelFile<NoiseSpec> readNoise(Path file) {
        return read(file, NoiseSpec.class, "a noise model");
    }

    /**
     * Reads a denoiser's file.
     *
     * @throws InputException if it is another kind of model, or not readable
     */
    public static ModelFile<DenoiserSpec> readDenoiser(Path file) {
        return read(file, DenoiserSpec.class, "a denoiser");
    }

    /** The noise model in a file, on the processor with all its cores. */
    public static NoiseModel noise(ModelFile<? extends NoiseSpec> file) {
        return noise(file, Inference.on(Device.CPU));
    }

    /** The noise model in a file, with the given inference settings. */
    public static NoiseModel noise(ModelFile<? extends NoiseSpec> file, Inference inference) {
        return file.spec().build(file.vocabulary(), file.weights(), inference);
    }

    /** The denoiser in a file, with one thread per processor. */
    public static TrainedDenoiser denoiser(ModelFile<? extends DenoiserSpec> file, Device device) {
        return denoiser(file, Inference.on(device));
    }

    /** The denoiser in a file, with the given inference settings. */
    public static TrainedDenoiser denoiser(ModelFile<? extends DenoiserSpec> file, Inference inference) {
        Optional<Precisions> measured = inference.device() == Device.CPU
                ? file.precisions()
                        .filter(found -> found.fits(NetworkGraph.of(file.spec().network(), file.weights())))
                : Optional.empty();
        Optional<Precision> precision = inference.precision().or(() -> measured.map(Precisions::fastest));
        if (precision.equals(Optional.of(Precision.INT8)) && measured.isEmpty()) {
            throw new InputException(
                    "precision int8",
                    "needs a denoiser whose values were measured, which this one's were not",
                    file.spec().networkRestoresAlone()
                            ? "calibrate it on pairs, or choose precision fp32"
                            : "choose precision fp32: restoring frequencies is more than a network");
        }
        Inference chosen = precision.map(inference::withPrecision).orElse(inference);
        Inference ranged =
                measured.map(found -> chosen.withRanges(found.ranges())).orElse(chosen);
        return file.spec().build(file.weights(), file.units().domain(), ranged);
    }

    /**
     * Casts a model file to a noise model.
     *
     * @param where what users know it by
     * @throws InputException if it is another kind of model
     */
    public static ModelFile<NoiseSpec> requireNoise(String where, ModelFile<?> model) {
        return require(where, model, NoiseSpec.class, "a noise model");
    }

    /**
     * Casts a model file to a denoiser.
     *
     * @param where what users know it by
     * @throws InputException if it is another kind of model
     */
    public static ModelFile<DenoiserSpec> requireDenoiser(String where, ModelFile<?> model) {
        return require(where, model, DenoiserSpec.class, "a denoiser");
    }

    private static <S extends ModelSpec> ModelFile<S> read(Path file, Class<S> wanted, String expected) {
        return require(file.toString(), ModelFile.read(file), wanted, expected);
    }

    private static <S extends ModelSpec> ModelFile<S> require(
            String where, ModelFile<?> model, Class<S> wanted, String expected) {
        if (!wanted.isInstance(model.spec())) {
            throw new InputException(
                    where,
                    "is a " + model.spec().kind() + ", expected " + expected,
                    "grainflow inspect tells what a file is");
        }
        @SuppressWarnings("unchecked") // the specification was looked at, and a model file never changes
        ModelFile<S> sure = (ModelFile<S>) model;
        return sure;
    }
}

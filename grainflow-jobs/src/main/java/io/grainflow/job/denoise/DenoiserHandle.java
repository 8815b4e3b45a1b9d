package io.grainflow.job.denoise;

import io.grainflow.corruption.Corruption;
import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.classical.ClassicalMethod;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.job.batch.NativeWarmUp;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.Provenance;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open denoiser: of a model file, or a method that needs no training.
 *
 * @param packed whether it works on packed raw images
 * @param channels number of channels that images must have; 0 for any
 * @param origin origin of a trained denoiser
 */
public record DenoiserHandle(Denoiser denoiser, boolean packed, int channels, Optional<Provenance> origin)
        implements AutoCloseable {
    private static final int MOST_COLOURS = 4;

    /**
     * Opens it.
     *
     * @param told the noise, if known; otherwise it is estimated from each image
     * @throws InputException if the file is no denoiser
     */
    public static DenoiserHandle open(
            DenoiserChoice choice, Optional<Corruption> told, ComputeOptions engine, Monitor monitor) {
        return choice instanceof DenoiserChoice.Method method
                ? untrained(method.method(), told, engine)
                : trained(((DenoiserChoice.ModelFile) choice).file(), engine, monitor);
    }

    private static DenoiserHandle untrained(ClassicalMethod method, Optional<Corruption> told, ComputeOptions engine) {
        NativeWarmUp.await();
        if (engine.precision().isPresent() || engine.memoryMegabytes().isPresent()) {
            throw new InputException(
                    method.word(),
                    "has no `precision` and no `memoryMegabytes`",
                    "leave them out: they are for networks");
        }
        Denoiser denoiser = told.map(noise -> classical(method, noise, engine.threads()))
                .orElseGet(() -> method.blind(engine.threads()));
        return new DenoiserHandle(denoiser, false, 0, Optional.empty());
    }

    private static DenoiserHandle trained(Path model, ComputeOptions engine, Monitor monitor) {
        ModelFile<DenoiserSpec> file = read(model);
        TrainedDenoiser denoiser = Models.denoiser(file, engine.inference());
        engine.precision()
                .filter(wanted -> wanted != denoiser.precision())
                .ifPresent(wanted -> monitor.on(new Event.Note("this processor does not compute faster in "
                        + wanted.word() + ": " + denoiser.precision().word() + " it is")));
        return new DenoiserHandle(
                denoiser,
                file.units().domain() == PixelDomain.RAW_PACKED,
                file.spec().channels(),
                Optional.of(file.provenance()));
    }

    /** Frees the denoiser's native memory. */
    @Override
    public void close() {
        denoiser.close();
    }

    private static ModelFile<DenoiserSpec> read(Path model) {
        try {
            return Models.readDenoiser(model);
        } finally {
            NativeWarmUp.await();
        }
    }

    /** Number format of a trained denoiser. */
    public Optional<String> precision() {
        return denoiser instanceof TrainedDenoiser trained
                ? Optional.of(trained.precision().word())
                : Optional.empty();
    }

    /** Whether it takes the colour of renders together with albedo and normals. */
    boolean ofRenders() {
        return channels > MOST_COLOURS;
    }

    /** Whether methods that need no training can use a given noise: it must be white or photon noise of constant level. */
    static boolean understands(Corruption noise) {
        return noise.lowest() == noise.highest()
                && (noise.kind() == Corruption.Kind.GAUSSIAN || noise.kind() == Corruption.Kind.POISSON);
    }

    private static Denoiser classical(ClassicalMethod method, Corruption noise, int threads) {
        if (!understands(noise)) {
            return method.blind(threads);
        }
        return noise.kind() == Corruption.Kind.GAUSSIAN
                ? method.white(noise.highest() / 255, threads)
                : method.signalDependent(1 / noise.highest(), 0, threads);
    }
}

package io.grainflow;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.job.denoise.DenoiserChoice;
import io.grainflow.job.denoise.DenoiserHandle;
import io.grainflow.job.evaluate.CleanEstimate;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.model.Models;
import io.grainflow.noise.NoiseModel;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Entry point of the library: opens models, reads and writes images, runs jobs.
 *
 * <p>Work that reads and writes files (training, evaluation, export, denoising of folders) is a {@link Job}: a record that is filled and given
 * to {@link #run}. Work on images in memory is a method of an open model.
 */
public final class Grainflow {
    private Grainflow() {}

    /**
     * Opens a denoiser with the default settings.
     *
     * @param model a file, the name of an included model ({@code dncnn-polyu}), or {@code bm3d} or {@code nlm}, which need no training
     *     and estimate the noise of each image
     * @throws InputException if it is none of these, or no denoiser
     */
    public static LoadedDenoiser denoiser(String model) {
        return denoiser(model, ComputeOptions.defaults());
    }

    /** As {@link #denoiser(String)}, with settings that belong to this model alone. */
    public static LoadedDenoiser denoiser(String model, ComputeOptions compute) {
        return DenoiserChoice.parse(model) instanceof DenoiserChoice.Method method
                ? new LoadedDenoiser(DenoiserHandle.open(method, Optional.empty(), compute, Monitor.silent())
                        .denoiser())
                : denoiser(ModelSource.named(model), compute);
    }

    /**
     * Opens a trained denoiser.
     *
     * @throws InputException if it is missing, damaged, or no denoiser
     */
    public static LoadedDenoiser denoiser(ModelSource source, ComputeOptions compute) {
        return new LoadedDenoiser(
                Models.denoiser(Models.requireDenoiser(source.toString(), source.read()), compute.inference()));
    }

    /**
     * Opens a noise model with the default settings.
     *
     * @param model a file, or the name of an included model ({@code naflow-polyu})
     * @throws InputException if it is neither, or no noise model
     */
    public static LoadedNoiseModel noiseModel(String model) {
        return noiseModel(ModelSource.named(model), ComputeOptions.defaults());
    }

    /** As {@link #noiseModel(String)} of a file. */
    public static LoadedNoiseModel noiseModel(Path file) {
        return noiseModel(ModelSource.file(file), ComputeOptions.defaults());
    }

    /**
     * Opens a noise model, with settings that belong to this model alone.
     *
     * @throws InputException if it is missing, damaged, or no noise model
     */
    public static LoadedNoiseModel noiseModel(ModelSource source, ComputeOptions compute) {
        NoiseModel model = Models.noise(Models.requireNoise(source.toString(), source.read()), compute.inference());
        return new LoadedNoiseModel(source.toString(), model, CleanEstimate::of);
    }

    /**
     * Runs a job.
     *
     * @throws InputException if the input cannot be used; single bad items are reported to the monitor and counted in the outcome
     * @throws io.grainflow.progress.CancelledException if the monitor asked to stop before the end
     */
    public static <R extends Outcome> R run(Job<R> job, Monitor monitor) {
        return job.run(monitor);
    }

    /** As {@link #run(Job, Monitor)}, without a monitor. */
    public static <R extends Outcome> R run(Job<R> job) {
        return job.run(Monitor.silent());
    }

    /**
     * Reads an image file: PNG, JPEG, TIFF, OpenEXR, PFM, raw.
     *
     * @return [C,H,W], white = 1
     * @throws InputException if it is missing, damaged or of an unknown format
     */
    public static Image read(Path file) {
        return ImageFiles.read(file).image();
    }

    /**
     * Writes an image file of 8 bits (PNG, JPEG), atomically.
     *
     * @param image [1,H,W] or [3,H,W], limited to [0,1]
     * @throws InputException if the file's extension or the image's channels cannot be written
     */
    public static void write(Path file, Image image) {
        ImageFiles.write(file, image, SampleFormat.U8);
    }
}

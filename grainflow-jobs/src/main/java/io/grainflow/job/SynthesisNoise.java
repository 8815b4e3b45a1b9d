package io.grainflow.job;

import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.model.Models;
import io.grainflow.model.NaFlowNoise;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes noise for clean images, of a camera or like another image. */
interface SynthesisNoise {
    /**
     * A noisy image.
     *
     * @param capture whose noise it has, or looks like
     */
    record Made(Image image, Capture capture) {}

    /** Noise on a clean image of a name. */
    Made make(String name, Image clean, Seed seed);

    /** The capture of images that were there already. */
    Capture usual();

    /**
     * What a model makes for a source.
     *
     * @throws InputException if it cannot
     */
    static SynthesisNoise of(Path model, Synthesize.Source source, double temperature, Engine engine) {
        if (!(temperature >= 0 && temperature <= 10)) {
            throw new InputException("temperature", "expects 0 to 10, got " + temperature, "change --temperature");
        }
        NoiseModel noise = Models.noise(Models.readNoise(model), engine.start());
        if (source instanceof Synthesize.Source.Known known) {
            return ofCapture(noise, Capture.of(known.camera(), known.iso()), temperature);
        }
        if (!(noise instanceof NoiseAwareModel aware)) {
            throw new InputException(
                    model.toString(),
                    "makes noise by camera and ISO only",
                    "give --camera and --iso, or a naflow model for --like");
        }
        if (temperature != 1) {
            throw new InputException(
                    "temperature", "goes with --camera and --iso", "with --like, take --sampling nas:TEMPERATURE");
        }
        return new Like(aware, (Synthesize.Source.Like) source);
    }

    private static SynthesisNoise ofCapture(NoiseModel noise, Capture capture, double temperature) {
        List<Capture> known = noise.captures();
        if (!known.isEmpty() && !known.contains(capture)) {
            throw new UnknownCaptureException(capture, known);
        }
        if (temperature != 1 && !(noise instanceof NaFlowNoise)) {
            throw new InputException("temperature", "is for flows", "leave --temperature out");
        }
        return new OfCapture(noise, capture, temperature);
    }

    /** Noise of a camera and ISO. */
    record OfCapture(NoiseModel noise, Capture capture, double temperature) implements SynthesisNoise {
        @Override
        public Made make(String name, Image clean, Seed seed) {
            Image noisy = noise instanceof NaFlowNoise flow
                    ? flow.sampleNoisy(clean, capture, temperature, seed)
                    : noise.sampleNoisy(clean, capture, seed);
            return new Made(noisy, capture);
        }

        @Override
        public Capture usual() {
            return capture;
        }
    }

    /** Noise like that of an image. */
    record Like(NoiseAwareModel noise, Synthesize.Source.Like source) implements SynthesisNoise {
        @Override
        public Made make(String name, Image clean, Seed seed) {
            boolean folder = Files.isDirectory(source.noisy());
            Path noisyFile = folder ? source.noisy().resolve(name) : source.noisy();
            Image noisy = ImageFiles.read(noisyFile).image();
            Image own = source.clean()
                    .map(path -> ImageFiles.read(Files.isDirectory(path) ? path.resolve(name) : path)
                            .image())
                    .orElseGet(() -> folder ? clean : Identify.estimate(noisy, Optional.empty()));
            if (!own.sameShape(noisy)) {
                throw new InputException(
                        noisyFile.toString(), "has another size than its clean image", "give --like-clean of its size");
            }
            LikeSampling how;
            try {
                how = LikeSampling.parse(source.sampling());
            } catch (IllegalArgumentException e) {
                throw new InputException(
                        "sampling " + source.sampling(),
                        "is unknown",
                        "known: nas, nas:TEMPERATURE, own, mixture, rank:K, random",
                        e);
            }
            Capture likeliest = noise.logLikelihoods(own, noisy).entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElseThrow();
            return new Made(noise.sampleLike(clean, own, noisy, how, seed), likeliest);
        }

        @Override
        public Capture usual() {
            return noise.captures().isEmpty()
                    ? Capture.of("unknown", 1)
                    : noise.captures().get(0);
        }
    }
}

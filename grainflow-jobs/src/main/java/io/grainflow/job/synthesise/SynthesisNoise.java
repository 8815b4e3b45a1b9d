package io.grainflow.job.synthesise;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.PackedWork;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.evaluate.CleanEstimate;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noise.ImitatingModel;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.TemperedNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.noiseflow.NoiseFlowNoise;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes noise for clean images, of a camera or like another image. */
interface SynthesisNoise extends AutoCloseable {
    /**
     * A noisy image.
     *
     * @param capture camera and ISO whose noise the image has or resembles
     */
    record Made(Image image, Capture capture) {}

    /** Adds noise to a clean image; the name of the image seeds it. */
    Made make(String name, DecodedImage clean, Seed seed);

    /** The capture of all images that are made; empty if it differs between images. */
    Optional<Capture> common();

    /** Frees the model's native memory. */
    @Override
    void close();

    /**
     * The synthesis of a model for a source.
     *
     * @throws InputException if the model does not support the source
     */
    static SynthesisNoise of(Path model, Synthesize.Source source, double temperature, ComputeOptions engine) {
        if (!(temperature >= 0 && temperature <= 10)) {
            throw new InputException("temperature", "expects 0 to 10, got " + temperature, "change `temperature`");
        }
        ModelFile<NoiseSpec> file = Models.readNoise(model);
        boolean extrapolates = source instanceof Synthesize.Source.Known known && known.extrapolate();
        NoiseModel noise = extrapolates ? extrapolating(model, file, engine) : Models.noise(file, engine.inference());
        try {
            return of(model, file, noise, source, temperature);
        } catch (RuntimeException e) {
            noise.close();
            throw e;
        }
    }

    private static SynthesisNoise of(
            Path model, ModelFile<NoiseSpec> file, NoiseModel noise, Synthesize.Source source, double temperature) {
        if (source instanceof Synthesize.Source.Known known) {
            boolean packed = file.units().domain() == PixelDomain.RAW_PACKED;
            Capture capture = Capture.of(known.camera(), known.iso());
            return known.extrapolate()
                    ? new OfCapture(noise, packed, capture, temperature)
                    : ofCapture(noise, packed, capture, temperature);
        }
        String word = ModelJson.tree(file.spec()).get("type").asString();
        if (source instanceof Synthesize.Source.Blind) {
            if (!noise.captures().isEmpty()) {
                throw new InputException(
                        model.toString(),
                        "makes noise by camera and ISO, none is given",
                        "give `camera` and `iso`, such as " + noise.captures().get(0));
            }
            return ofCapture(noise, file.units().domain() == PixelDomain.RAW_PACKED, Capture.of(word, 1), temperature);
        }
        if (!(noise instanceof ImitatingModel imitating)) {
            throw new InputException(
                    model.toString(),
                    "does not make noise like that of an image",
                    "leave `source.noisy` out, or take a naflow or neca model");
        }
        if (temperature != 1) {
            throw new InputException(
                    "temperature",
                    "goes with `camera` and `iso`",
                    "with `source.noisy`, take `sampling=nas:TEMPERATURE`");
        }
        return new Like(imitating, word, (Synthesize.Source.Like) source);
    }

    private static NoiseModel extrapolating(Path model, ModelFile<NoiseSpec> file, ComputeOptions engine) {
        if (!(file.spec() instanceof NoiseFlowSpec spec)) {
            throw new InputException(model.toString(), "is no noise-flow", "leave `extrapolate` out");
        }
        return NoiseFlowNoise.extrapolating(spec, file.vocabulary(), file.weights(), engine.inference());
    }

    private static SynthesisNoise ofCapture(NoiseModel noise, boolean packed, Capture capture, double temperature) {
        List<Capture> known = noise.captures();
        if (!known.isEmpty() && !known.contains(capture)) {
            throw new UnknownCaptureException(capture, known);
        }
        if (temperature != 1 && !(noise instanceof TemperedNoise)) {
            throw new InputException("temperature", "is for flows", "leave `temperature` out");
        }
        return new OfCapture(noise, packed, capture, temperature);
    }

    /**
     * Noise of a camera and ISO.
     *
     * @param packed whether the model works on packed raw images
     */
    record OfCapture(NoiseModel noise, boolean packed, Capture capture, double temperature) implements SynthesisNoise {
        @Override
        public Made make(String name, DecodedImage clean, Seed seed) {
            // a Noise Flow takes mosaics packed by site as they are, without a copy
            boolean direct =
                    !packed || (noise instanceof NoiseFlowNoise && clean.raw().isEmpty());
            Image noisy =
                    direct ? sample(clean.image(), seed) : PackedWork.apply(clean, planes -> sample(planes, seed));
            return new Made(noisy, capture);
        }

        private Image sample(Image clean, Seed seed) {
            return noise instanceof TemperedNoise tempered
                    ? tempered.sampleNoisy(clean, capture, temperature, seed)
                    : noise.sampleNoisy(clean, capture, seed);
        }

        @Override
        public Optional<Capture> common() {
            return Optional.of(capture);
        }

        @Override
        public void close() {
            noise.close();
        }
    }

    /** Noise like that of images. */
    final class Like implements SynthesisNoise {
        private final ImitatingModel noise;
        private final String word;
        private final Synthesize.Source.Like source;
        private final LikeSampling how;
        /** If one image is imitated for all clean images, it is read and analysed once. */
        private final Optional<Model> only;

        /** An image whose noise is imitated. */
        private record Model(Image clean, Image noisy, Capture likeliest) {}

        /** @param word name of the kind of model, for images of models that do not recognise captures */
        Like(ImitatingModel noise, String word, Synthesize.Source.Like source) {
            this.noise = noise;
            this.word = word;
            this.source = source;
            this.how = Sampling.imitation(source.sampling(), noise);
            this.only = Files.isDirectory(source.noisy())
                    ? Optional.empty()
                    : Optional.of(model(source.noisy(), source.clean(), Optional.empty()));
        }

        @Override
        public Made make(String name, DecodedImage decoded, Seed seed) {
            Image clean = decoded.image();
            Model model = only.orElseGet(() -> model(
                    source.noisy().resolve(name),
                    source.clean().map(path -> Files.isDirectory(path) ? path.resolve(name) : path),
                    Optional.of(clean)));
            return new Made(noise.sampleLike(clean, model.clean(), model.noisy(), how, seed), model.likeliest());
        }

        @Override
        public Optional<Capture> common() {
            return only.map(Model::likeliest);
        }

        @Override
        public void close() {
            noise.close();
        }

        private Model model(Path noisyFile, Optional<Path> cleanFile, Optional<Image> otherwise) {
            Image noisy = ImageFiles.read(noisyFile).image();
            Image clean = cleanFile
                    .map(file -> ImageFiles.read(file).image())
                    .or(() -> otherwise)
                    .orElseGet(() -> CleanEstimate.of(noisy));
            if (!clean.sameShape(noisy)) {
                throw new InputException(
                        noisyFile.toString(),
                        "has another size than its clean image",
                        "give `source.clean` of its size");
            }
            return new Model(clean, noisy, likeliest(clean, noisy));
        }

        private Capture likeliest(Image clean, Image noisy) {
            if (!(noise instanceof NoiseAwareModel aware)) {
                return Capture.of(word, 1);
            }
            return aware.logLikelihoods(clean, noisy).entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElseThrow();
        }
    }
}

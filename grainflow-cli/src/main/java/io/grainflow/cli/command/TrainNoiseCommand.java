package io.grainflow.cli.command;

import io.grainflow.cli.option.Candidates;
import io.grainflow.cli.option.DataOptions;
import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.OptionParsers;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.option.TrainingArguments;
import io.grainflow.cli.terminal.Session;
import io.grainflow.denoiser.training.Target;
import io.grainflow.job.train.AdversarialTraining;
import io.grainflow.job.train.FlowTraining;
import io.grainflow.job.train.NoiseTraining;
import io.grainflow.job.train.Recipe;
import io.grainflow.job.train.TrainC2n;
import io.grainflow.job.train.TrainNaFlow;
import io.grainflow.job.train.TrainNeca;
import io.grainflow.job.train.TrainNmFlowGan;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.job.train.TrainNoise2NoiseFlow;
import io.grainflow.job.train.TrainNoiseFlow;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Learns a noise model. */
@Command(
        name = "noise",
        mixinStandardHelpOptions = true,
        description = "Learn a noise model from pairs.",
        footer = {
            "",
            "gaussian         white Gaussian noise: one sigma per channel, camera and ISO; the baseline to beat",
            "heteroscedastic  camera noise level function: variance = b1 * x + b2 over the clean value x, per channel,",
            "                 camera and ISO, by maximum likelihood",
            "",
            "noise-flow       raw noise as a normalizing flow (Abdelhamed, Brubaker, Brown, ICCV 2019): signal, camera and ISO,",
            "                 then couplings; on packed raw pairs; trained in minutes",
            "flow-srgb        finished photographs as a flow of clean image, camera and ISO (Kousha, Maleky, Brown, Brubaker, CVPR",
            "                 2022); the rival of naflow",
            "naflow           one normalizing flow for all cameras (Kim, Jung, Baik, Kim, ICLR 2024), for noise that is",
            "                 correlated in space and over colours; trained in 30 to 60 minutes. --from adds cameras in 300 steps",
            "",
            "nm-flowgan       photographs as a pixel-wise flow of clean image, camera and ISO, and a generator of spatial correlation",
            "                 (Han, Shin, Kim, NM-FlowGAN, 2023); needs neither a noisy example nor a pair when it makes noise",
            "neca             noise level from the clean image and one gain, then correlation of neighbours (NeCA, CVPR 2023); makes",
            "                 noise like that of a given pair; also writes NeCA-S, which needs nothing but a clean image",
            "c2n              from unpaired pictures (Jang, Lee, Son, Lee, C2N, ICCV 2021): --clean and --images instead of --data",
            "",
            "nm-flowgan, neca and c2n train small networks by default, which get far in 30 to 60 minutes on two cores; --recipe",
            "published takes the papers' sizes and schedules.",
            "",
            "A fifth of the scenes is the test part: it is not learned from, and the likelihood is measured on it.",
            "",
            "Noise Flow's released recipe, for days on many processors: --set batchSize=138 --set learningRate=0.0001",
            "--set finalLearningRate=0.0001 --set warmUpSteps=0 --set emaDecay=0 --set gradientClip=0",
            "",
            "Examples:",
            "  grainflow train noise heteroscedastic --data pairs --out noise.safetensors",
            "  grainflow train noise gaussian --data sidd:SIDD_Medium_Srgb --out gaussian.safetensors --json gaussian.json",
            "  grainflow train noise naflow --data pairs --minutes 45 --out naflow.safetensors",
            "  grainflow train noise naflow --data pairs --out naflow.safetensors --resume",
            "  grainflow train noise noise-flow --data raw-pairs --out noise-flow.safetensors",
            "  grainflow train noise noise-flow --data packed:two-shots --target noisy --out noise.safetensors",
            "  grainflow train noise nm-flowgan --data pairs --minutes 45 --out nm-flowgan.safetensors",
            "  grainflow train noise c2n --clean sharp-photos --images night-photos --minutes 45 --out c2n.safetensors",
            "  grainflow train noise naflow --data new-camera --from naflow.safetensors --out both.safetensors"
        })
final class TrainNoiseCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "MODEL",
            completionCandidates = Candidates.NoiseKinds.class,
            description = "gaussian, heteroscedastic, noise-flow, flow-srgb, naflow, nm-flowgan, neca or c2n.")
    String model;

    @Mixin
    DataOptions data;

    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "train",
            description = "train learns from all but the test scenes, all from every scene. Default: ${DEFAULT-VALUE}.")
    String split;

    @Option(
            names = "--target",
            paramLabel = "clean|noisy",
            description =
                    "What the second image of a pair is: noisy for another noisy shot of the same scene (gaussian and"
                            + " heteroscedastic). Default: ${DEFAULT-VALUE}.")
    String target;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Model file to write.")
    Path out;

    @Option(
            names = "--from",
            converter = ModelConverter.class,
            paramLabel = "FILE",
            description =
                    "A flow of the kind that the data's cameras and ISOs are added to; a handful of pairs is enough.")
    @Nullable
    Path from;

    @Option(
            names = "--recipe",
            paramLabel = "compact|published",
            description = "Sizes and settings that nm-flowgan, neca and c2n start from. Default: ${DEFAULT-VALUE}.")
    String recipe;

    @Option(
            names = "--clean",
            paramLabel = "C",
            description = "c2n: clean pictures, of other scenes than the noisy ones.")
    @Nullable
    Path clean;

    @Option(names = "--images", paramLabel = "I", description = "c2n: noisy pictures.")
    @Nullable
    Path images;

    @Mixin
    TrainingArguments training;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    TrainNoiseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean allScenes = OptionParsers.trainOrAll(split);
        checkKind();
        return switch (model) {
            case Candidates.NM_FLOWGAN -> session.run(nmFlowGan(allScenes), options.result(), ResultTexts::of);
            case Candidates.NECA -> session.run(neca(allScenes), options.result(), ResultTexts::of);
            case Candidates.C2N -> session.run(c2n(allScenes), options.result(), ResultTexts::of);
            default -> trainFlowOrFit(allScenes);
        };
    }

    /** Refuses options of other kinds of models. */
    private void checkKind() {
        boolean adversarial =
                List.of(Candidates.NM_FLOWGAN, Candidates.NECA, Candidates.C2N).contains(model);
        if (adversarial && from != null) {
            throw new MisuseException("--from is for flows; " + model + " is trained anew");
        }
        if (adversarial && OptionParsers.target(target) == Target.NOISY) {
            throw new MisuseException("--target noisy is for gaussian, heteroscedastic and noise-flow");
        }
        if (!adversarial && OptionParsers.recipe(recipe) != Recipe.COMPACT) {
            throw new MisuseException("--recipe is for nm-flowgan, neca and c2n");
        }
        if (!model.equals(Candidates.C2N) && (clean != null || images != null)) {
            throw new MisuseException("--clean and --images are for c2n; " + model + " learns from pairs, --data");
        }
    }

    private Integer trainFlowOrFit(boolean allScenes) {
        if (model.equals(Candidates.NAFLOW)) {
            return session.run(flow(allScenes), options.result(), ResultTexts::of);
        }
        boolean shots = OptionParsers.target(target) == Target.NOISY;
        if (shots && model.equals(TrainNoiseFlow.Kind.NOISE_FLOW.word()) && from == null) {
            return session.run(shotsFlow(allScenes), options.result(), ResultTexts::of);
        }
        if (shots && training.given()) {
            throw new MisuseException("--target noisy is for gaussian, heteroscedastic and noise-flow without --from");
        }
        for (TrainNoiseFlow.Kind kind : TrainNoiseFlow.Kind.values()) {
            if (model.equals(kind.word())) {
                return session.run(captureFlow(kind, allScenes), options.result(), ResultTexts::of);
            }
        }
        TrainNoise.Kind kind = OptionParsers.noiseKind(model);
        if (training.given() || from != null) {
            throw new MisuseException("--steps, --minutes, --set, --cache, --resume and --from are for flows; " + model
                    + " is fitted in one pass");
        }
        TrainNoise job = TrainNoise.defaults()
                .kind(kind)
                .data(data.argument())
                .target(OptionParsers.target(target))
                .allScenes(allScenes)
                .out(out)
                .existing(options.existing())
                .compute(options.compute());
        return session.run(job, options.result(), ResultTexts::of);
    }

    private TrainNmFlowGan nmFlowGan(boolean allScenes) {
        return TrainNmFlowGan.defaults()
                .data(data.argument())
                .allScenes(allScenes)
                .out(out)
                .recipe(OptionParsers.recipe(recipe))
                .training(training.options(seed, options))
                .compute(options.compute());
    }

    private TrainNeca neca(boolean allScenes) {
        return TrainNeca.defaults()
                .data(data.argument())
                .allScenes(allScenes)
                .out(out)
                .recipe(OptionParsers.recipe(recipe))
                .training(training.options(seed, options))
                .compute(options.compute());
    }

    private TrainC2n c2n(boolean allScenes) {
        TrainC2n job = TrainC2n.defaults()
                .allScenes(allScenes)
                .out(out)
                .recipe(OptionParsers.recipe(recipe))
                .training(training.options(seed, options))
                .compute(options.compute());
        job = data.arguments.isEmpty() ? job : job.data(data.argument());
        job = clean == null ? job : job.clean(clean);
        return images == null ? job : job.images(images);
    }

    private TrainNaFlow flow(boolean allScenes) {
        TrainNaFlow job = TrainNaFlow.defaults()
                .data(data.argument())
                .allScenes(allScenes)
                .out(out)
                .training(training.options(seed, options))
                .compute(options.compute());
        return from == null ? job : job.from(from);
    }

    private TrainNoiseFlow captureFlow(TrainNoiseFlow.Kind kind, boolean allScenes) {
        TrainNoiseFlow job = TrainNoiseFlow.defaults()
                .kind(kind)
                .data(data.argument())
                .allScenes(allScenes)
                .out(out)
                .training(training.options(seed, options))
                .compute(options.compute());
        return from == null ? job : job.from(from);
    }

    private TrainNoise2NoiseFlow shotsFlow(boolean allScenes) {
        return TrainNoise2NoiseFlow.defaults()
                .data(data.argument())
                .allScenes(allScenes)
                .out(out)
                .training(training.options(seed, options))
                .compute(options.compute());
    }

    static String describe(Path out, FlowTraining result) {
        String validation = result.validationPairs() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; validation NLL %.4f nats per value%s%s",
                        result.nllNatsPerDim(),
                        Double.isNaN(result.bitsPerDim())
                                ? ""
                                : String.format(Locale.ROOT, " (%.4f bits)", result.bitsPerDim()),
                        Double.isNaN(result.kld()) ? "" : String.format(Locale.ROOT, ", KLD %.4f nats", result.kld()));
        return result.steps() + " steps on " + result.trainingPairs() + " pairs" + validation + "\ncameras and ISOs: "
                + String.join(", ", result.captures()) + "\nmodel: " + out + "\n";
    }

    static String describe(Path out, AdversarialTraining result) {
        Table table = new Table("figure", "value");
        result.losses().forEach((name, value) -> table.row(name, value));
        result.figures().forEach((name, value) -> table.row(name, value));
        String captures =
                result.captures().isEmpty() ? "" : "cameras and ISOs: " + String.join(", ", result.captures()) + "\n";
        return table + "" + result.steps() + " steps on " + result.trainingPairs()
                + " images; losses are means of the last" + " steps\n" + captures + "model: " + out + "\n";
    }

    static String describe(TrainNoise job, NoiseTraining result) {
        Table table = new Table("camera", "ISO", "pairs", "channel", "b1", "b2", "sigma at 0.5");
        StringBuilder sensor = new StringBuilder();
        for (NoiseTraining.CaptureNoise capture : result.captures()) {
            for (int c = 0; c < capture.b1().size(); c++) {
                double b1 = capture.b1().get(c);
                double b2 = capture.b2().get(c);
                table.row(
                        capture.camera(),
                        capture.iso(),
                        capture.pairs(),
                        c,
                        b1,
                        b2,
                        Math.sqrt(Math.max(0, b1 / 2 + b2)));
                result.digitalNumbers().ifPresent(range -> sensor.append(Descriptions.sensor(b1, b2, range)));
            }
        }
        String heldOut = result.heldOutPairs() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "nllNatsPerDim %.4f on %d held-out pairs%n",
                        result.nllNatsPerDim(),
                        result.heldOutPairs());
        return table + sensor.toString() + heldOut + "model: " + job.out() + "\n";
    }
}

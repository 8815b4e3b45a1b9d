package io.grainflow.cli;

import io.grainflow.job.NoiseTraining;
import io.grainflow.job.TrainNoise;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "A fifth of the scenes is the test part: it is not learned from, and the likelihood is measured on it.",
            "",
            "Examples:",
            "  grainflow train noise heteroscedastic --data pairs --out noise.safetensors",
            "  grainflow train noise gaussian --data sidd:SIDD_Medium_Srgb --out gaussian.safetensors --json gaussian.json"
        })
final class TrainNoiseCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "MODEL",
            converter = KindConverter.class,
            completionCandidates = Candidates.NoiseKinds.class,
            description = "gaussian or heteroscedastic.")
    TrainNoise.Kind kind;

    @Mixin
    DataOptions data;

    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "train",
            description = "train learns from all but the test scenes, all from every scene. Default: ${DEFAULT-VALUE}.")
    String split;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the model goes.")
    Path out;

    @Mixin
    RunOptions options;

    TrainNoiseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(
                "train noise",
                new TrainNoise(kind, data.argument, Words.trainOrAll(split), out, options.overwrite, options.engine()),
                options,
                Optional.empty(),
                this::describe);
    }

    private String describe(NoiseTraining result) {
        Table table = new Table("camera", "ISO", "pairs", "channel", "b1", "b2", "sigma at 0.5");
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
            }
        }
        String heldOut = result.heldOutPairs() == 0
                ? ""
                : String.format(
                        java.util.Locale.ROOT,
                        "nllNatsPerDim %.4f on %d held-out pairs%n",
                        result.nllNatsPerDim(),
                        result.heldOutPairs());
        return table + heldOut + "model: " + out + "\n";
    }

    /** Reads which model to learn. */
    static final class KindConverter implements picocli.CommandLine.ITypeConverter<TrainNoise.Kind> {
        @Override
        public TrainNoise.Kind convert(String word) {
            return Arrays.stream(TrainNoise.Kind.values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new picocli.CommandLine.TypeConversionException("expected "
                            + Arrays.stream(TrainNoise.Kind.values())
                                    .map(TrainNoise.Kind::word)
                                    .collect(Collectors.joining(" or "))
                            + ", got '" + word + "'"));
        }
    }
}

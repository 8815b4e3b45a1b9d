package io.grainflow.cli.option;

import io.grainflow.corruption.Corruption;
import io.grainflow.denoiser.training.Loss;
import io.grainflow.denoiser.training.Target;
import io.grainflow.export.ExportFormat;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.evaluate.SyntheticNoise;
import io.grainflow.job.train.Architecture;
import io.grainflow.job.train.Recipe;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.model.ModelSystems;
import io.grainflow.model.PublishedFormat;
import io.grainflow.problem.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Parsers for option values. */
public final class OptionParsers {
    private OptionParsers() {}

    public static boolean trainOrAll(String word) {
        return switch (word) {
            case "train" -> false;
            case "all" -> true;
            default -> throw expected("--split", "train or all", word);
        };
    }

    public static TrainNoise.Kind noiseKind(String word) {
        return Arrays.stream(TrainNoise.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MisuseException("invalid value for MODEL: expected "
                        + String.join(" or ", Candidates.NoiseKinds.all()) + ", got '" + word + "'"));
    }

    public static Target target(String word) {
        return switch (word) {
            case "clean" -> Target.CLEAN;
            case "noisy" -> Target.NOISY;
            default -> throw expected("--target", "clean or noisy", word);
        };
    }

    /** Sizes and settings that an adversarial training starts from. */
    public static Recipe recipe(String word) {
        return switch (word) {
            case "compact" -> Recipe.COMPACT;
            case "published" -> Recipe.PUBLISHED;
            default -> throw expected("--recipe", "compact or published", word);
        };
    }

    public static PixelDomain domain(String word) {
        return switch (word) {
            case "srgb" -> PixelDomain.SRGB;
            case "raw" -> PixelDomain.RAW_PACKED;
            default -> throw expected("--domain", "srgb or raw", word);
        };
    }

    public static String format(String word) {
        return ModelSystems.formats().stream()
                .map(PublishedFormat::word)
                .filter(word::equals)
                .findFirst()
                .orElseThrow(() -> expected(
                        "--as",
                        ModelSystems.formats().stream()
                                .map(PublishedFormat::word)
                                .collect(Collectors.joining(" or ")),
                        word));
    }

    public static ExportFormat export(String word) {
        return Arrays.stream(ExportFormat.values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> expected("--to", "onnx or bioimageio", word));
    }

    /** Parses a noise such as gaussian:25 or poisson:30. */
    public static String noise(String word) {
        try {
            SyntheticNoise.parse(word);
            return word;
        } catch (InputException e) {
            throw expected(
                    "--noise", "numpy:SIGMA, mri:P or one of " + Corruption.forms() + ", such as gaussian:25", word);
        }
    }

    /** Parses the name of a network. */
    public static Architecture net(String word) {
        return Arrays.stream(Architecture.values())
                .filter(net -> net.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MisuseException(
                        "invalid value for NET: expected " + among(Architecture.values()) + ", got '" + word + "'"));
    }

    /** Parses the name of a loss. */
    public static Loss loss(String word) {
        return Arrays.stream(Loss.values())
                .filter(loss -> loss.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> expected("--loss", among(Loss.values()), word));
    }

    private static String among(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** Parses the key=value pairs of {@code --set}. */
    public static Map<String, String> settings(List<String> pairs) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw expected("--set", "key=value", pair);
            }
            settings.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return settings;
    }

    private static MisuseException expected(String option, String expected, String got) {
        return new MisuseException(
                "invalid value for option '" + option + "': expected " + expected + ", got '" + got + "'");
    }
}

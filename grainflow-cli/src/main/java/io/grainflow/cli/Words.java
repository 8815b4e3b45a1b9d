package io.grainflow.cli;

import io.grainflow.image.PixelDomain;
import io.grainflow.job.MadeNoise;
import io.grainflow.job.TrainNoise;
import io.grainflow.model.importer.PublishedFormat;
import io.grainflow.train.Target;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Words on the command line into values. */
final class Words {
    private Words() {}

    static boolean trainOrAll(String word) {
        return switch (word) {
            case "train" -> false;
            case "all" -> true;
            default -> throw expected("--split", "train or all", word);
        };
    }

    static TrainNoise.Kind noiseKind(String word) {
        return Arrays.stream(TrainNoise.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MisuseException("invalid value for MODEL: expected "
                        + String.join(" or ", Candidates.NoiseKinds.all()) + ", got '" + word + "'"));
    }

    static Target target(String word) {
        return switch (word) {
            case "clean" -> Target.CLEAN;
            case "noisy" -> Target.NOISY;
            default -> throw expected("--target", "clean or noisy", word);
        };
    }

    static PixelDomain domain(String word) {
        return switch (word) {
            case "srgb" -> PixelDomain.SRGB;
            case "raw" -> PixelDomain.RAW_PACKED;
            default -> throw expected("--domain", "srgb or raw", word);
        };
    }

    static PublishedFormat format(String word) {
        return Arrays.stream(PublishedFormat.values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> expected(
                        "--as",
                        Arrays.stream(PublishedFormat.values())
                                .map(PublishedFormat::word)
                                .collect(Collectors.joining(" or ")),
                        word));
    }

    /** Such as gaussian:25 or poisson:30. */
    static MadeNoise noise(String word) {
        String expected = "gaussian:SIGMA (of 255), numpy:SIGMA or poisson:PEAK, such as gaussian:25";
        String[] parts = word.split(":", 2);
        try {
            MadeNoise.Kind kind = Arrays.stream(MadeNoise.Kind.values())
                    .filter(known -> known.word().equals(parts[0]))
                    .findFirst()
                    .orElseThrow(() -> expected("--noise", expected, word));
            return new MadeNoise(kind, parts.length == 2 ? Double.parseDouble(parts[1]) : Double.NaN);
        } catch (IllegalArgumentException e) {
            throw expected("--noise", expected, word);
        }
    }

    /** key=value pairs of {@code --set}. */
    static Map<String, String> settings(List<String> pairs) {
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

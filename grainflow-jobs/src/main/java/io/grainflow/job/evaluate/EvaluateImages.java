package io.grainflow.job.evaluate;

import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.Sizes;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.DataSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares given synthetic noisy images of a data set with its real noisy ones.
 *
 * @param pairs pairs with the real noisy images
 * @param synthetic folder of noisy images, under the path or the bare name of the real noisy file; the extension may
 *     differ
 */
public record EvaluateImages(Data pairs, @Required Path synthetic, ComputeOptions compute)
        implements Job<NoiseEvaluation>, DataSettings<EvaluateImages>, ComputeSettings<EvaluateImages> {

    /** Default settings. The data and the synthetic images have to be set. */
    public static EvaluateImages defaults() {
        return new EvaluateImages(Data.defaults(), Path.of(""), ComputeOptions.defaults());
    }

    @Override
    public EvaluateImages pairs(Data pairs) {
        return RecordFields.with(this, "pairs", pairs);
    }

    public EvaluateImages synthetic(Path synthetic) {
        return RecordFields.with(this, "synthetic", synthetic);
    }

    @Override
    public EvaluateImages compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public NoiseEvaluation execute(Monitor monitor) {
        if (!Files.isDirectory(synthetic)) {
            throw new InputException(synthetic.toString(), "is no folder", "name the folder of the synthetic images");
        }
        Map<String, Path> byStem = new LinkedHashMap<>();
        for (Path file : ImageFiles.list(synthetic)) {
            byStem.putIfAbsent(stem(file.getFileName().toString()), file);
        }
        List<PairEntry> entries = pairs.entries(pairs.open(PairKind.NOISY_AND_CLEAN));
        return NoiseEvaluation.of(
                BatchRunner.together(
                        "evaluate images",
                        entries,
                        PairEntry::name,
                        monitor,
                        compute,
                        entry -> score(entry, find(entry, byStem))),
                0);
    }

    private Path find(PairEntry entry, Map<String, Path> byStem) {
        Path exact = synthetic.resolve(entry.name());
        if (Files.isRegularFile(exact)) {
            return exact;
        }
        String name = Path.of(entry.name()).getFileName().toString();
        Path found = byStem.get(stem(name));
        if (found == null) {
            throw new InputException(
                    entry.name(),
                    "has no synthetic image of that name in " + synthetic,
                    "add it or leave the pair out");
        }
        return found;
    }

    private static NoiseEvaluation.Scored score(PairEntry entry, Path file) {
        NoisyPair pair = entry.load();
        Image image = ImageFiles.read(file).image();
        if (!image.sameShape(pair.clean())) {
            throw new InputException(
                    file.toString(),
                    "is " + Sizes.describe(image) + ", the real image " + Sizes.describe(pair.clean()),
                    "give images of one size and kind");
        }
        return NoiseScoring.score(entry, pair, image, Double.NaN);
    }

    private static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }
}

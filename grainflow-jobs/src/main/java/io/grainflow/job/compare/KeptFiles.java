package io.grainflow.job.compare;

import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.KeptFigures;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a comparison in its folder: the page and all figures, and under {@code figures} and {@code denoisers} what is finished of each
 * model.
 *
 * @param existing whether finished parts are used
 */
record KeptFiles(Path out, OverwritePolicy existing) {
    private static final String ENDING = ".json";

    /**
     * Makes the folder.
     *
     * @throws InputException if an earlier comparison is in it that must be neither continued nor replaced
     */
    void check() {
        Targets.folder(out);
        List<Path> present = List.of(page(), result(), out.resolve("figures"), out.resolve("denoisers")).stream()
                .filter(Files::exists)
                .toList();
        if (!present.isEmpty() && existing == OverwritePolicy.REFUSE) {
            throw new InputException(
                    present.get(0).toString(),
                    "is already there, of an earlier comparison",
                    "give `existing=keep` to go on with it, `existing=replace`, or another folder with `out`");
        }
    }

    Path page() {
        return out.resolve(CompareNoise.PAGE);
    }

    Path result() {
        return out.resolve(CompareNoise.FIGURES);
    }

    Path crops(String model) {
        return out.resolve("figures").resolve(model + ".crops.safetensors");
    }

    Path denoiser(String model) {
        return out.resolve("denoisers").resolve(model + ".safetensors");
    }

    /** Figures of a model that were finished by an earlier run on the same inputs. */
    <T extends Record> Optional<T> model(String model, String fingerprint, Class<T> type) {
        return existing == OverwritePolicy.KEEP
                ? modelFigures(model, fingerprint).read(type)
                : Optional.empty();
    }

    KeptFigures modelFigures(String model, String fingerprint) {
        return new KeptFigures(out.resolve("figures").resolve(model + ENDING), fingerprint);
    }

    /** Figures of a denoiser that were finished by an earlier run on the same inputs. */
    <T extends Record> Optional<T> denoiser(String model, String fingerprint, Class<T> type) {
        return existing == OverwritePolicy.KEEP
                ? denoiserFigures(model, fingerprint).read(type)
                : Optional.empty();
    }

    KeptFigures denoiserFigures(String model, String fingerprint) {
        return new KeptFigures(out.resolve("denoisers").resolve(model + ENDING), fingerprint);
    }
}

package io.grainflow.job.file;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.job.batch.Sizes;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.ModelFile;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.Split;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Describes a model file, an image file or a data set.
 *
 * @param what a model file, an image file, or what {@link io.grainflow.dataset.Datasets#open} takes
 */
public record Inspect(@Required String what) implements Job<Inspection> {

    /** The file or data set has to be set. */
    public static Inspect defaults() {
        return new Inspect("");
    }

    public Inspect what(String what) {
        return RecordFields.with(this, "what", what);
    }

    @Override
    public Inspection execute(Monitor monitor) {
        Path file = Path.of(what);
        if (Files.isRegularFile(file)) {
            return what.endsWith(".safetensors") ? Inspection.ofModel(what, ModelFile.read(file)) : image(file);
        }
        return Inspection.of(what, data(Data.all(what).open()));
    }

    private Inspection image(Path file) {
        DecodedImage decoded = ImageFiles.read(file);
        Image image = decoded.image();
        return Inspection.of(
                what,
                new Inspection.ImageFacts(
                        image.width(),
                        image.height(),
                        image.channels(),
                        decoded.format().name(),
                        decoded.capture().map(Capture::toString),
                        decoded.raw().map(Inspection.SensorFacts::of)));
    }

    private Inspection.DataFacts data(PairSource source) {
        List<PairEntry> entries = source.entries();
        if (entries.isEmpty()) {
            throw new InputException(what, "holds no pairs", "the help of train noise tells what data looks like");
        }
        Map<Capture, List<PairEntry>> byCapture =
                entries.stream().collect(Collectors.groupingBy(PairEntry::capture, TreeMap::new, Collectors.toList()));
        List<Inspection.CaptureFacts> captures = new ArrayList<>();
        byCapture.forEach((capture, own) -> captures.add(new Inspection.CaptureFacts(
                capture.camera().code(), capture.iso(), own.size(), scenes(own).size())));
        Map<Split, List<PairEntry>> split = Data.scenes(source);
        List<Inspection.PartFacts> parts = new ArrayList<>();
        for (Split part : Split.values()) {
            List<PairEntry> own = split.getOrDefault(part, List.of());
            parts.add(new Inspection.PartFacts(part.name().toLowerCase(Locale.ROOT), own.size(), scenes(own)));
        }
        return new Inspection.DataFacts(
                entries.size(),
                scenes(entries).size(),
                source.fingerprint(),
                Sizes.describe(entries.get(0).load().clean()),
                List.copyOf(captures),
                List.copyOf(parts));
    }

    private static List<String> scenes(List<PairEntry> entries) {
        return entries.stream().map(PairEntry::scene).distinct().sorted().toList();
    }
}

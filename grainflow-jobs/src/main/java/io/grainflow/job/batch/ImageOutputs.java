package io.grainflow.job.batch;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One output image per input image, under the same name. TIFF, EXR, PFM and NIfTI keep their format, raw files become DNG, others PNG. */
public record ImageOutputs(List<Pair> pairs) {
    /** Formats that can hold any restored image. */
    private static final Set<String> KEPT = Set.of("tif", "tiff", "exr", "pfm");

    /** An input file and its output file. */
    public record Pair(ImageSet.Member input, Path target, String targetName) {}

    /**
     * The checked outputs.
     *
     * @throws InputException if two inputs have the same output, or outputs exist already
     */
    public static ImageOutputs of(List<ImageSet.Member> inputs, Path folder, OverwritePolicy existing) {
        Targets.folder(folder);
        List<Pair> pairs = new ArrayList<>();
        Map<String, String> takenBy = new HashMap<>();
        for (ImageSet.Member input : inputs) {
            String targetName = targetName(input.name());
            String other = takenBy.put(targetName, input.name());
            if (other != null) {
                throw new InputException(
                        input.name(), "and " + other + " would both become " + targetName, "rename one of them");
            }
            pairs.add(new Pair(input, folder.resolve(targetName), targetName));
        }
        Targets.files(pairs.stream().map(Pair::target).toList(), existing);
        return new ImageOutputs(List.copyOf(pairs));
    }

    /** The outputs that still have to be made. */
    public List<Pair> missing(OverwritePolicy existing) {
        return existing == OverwritePolicy.KEEP
                ? pairs.stream().filter(pair -> !Files.exists(pair.target())).toList()
                : pairs;
    }

    private static String targetName(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(java.util.Locale.ROOT);
        if (ImageFiles.isRaw(Path.of(name))) {
            return stem + ".dng";
        }
        if (extension.equals("mat")) {
            return stem + ".tif";
        }
        return KEPT.contains(extension) || ImageFrames.isVolumeName(Path.of(name)) ? name : stem + ".png";
    }
}

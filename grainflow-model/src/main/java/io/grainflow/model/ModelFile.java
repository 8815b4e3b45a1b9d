package io.grainflow.model;

import io.grainflow.file.Safetensors;
import io.grainflow.inference.Precisions;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model as one safetensors file: tensors, and their meaning in the metadata ({@code grainflow.format}, {@code .spec}, {@code
 * .vocabulary}, {@code .units}, {@code .provenance}). Equal models give equal bytes.
 *
 * @param spec the model's specification
 * @param vocabulary captures in index order; empty if the model does not distinguish captures
 * @param units meaning of pixel values
 * @param provenance origin of the model
 * @param weights exactly the tensors that the specification requires
 * @param precisions for denoisers: loss of accuracy in number formats, if it was measured ({@code .precisions}, {@code .channels})
 */
public record ModelFile<S extends ModelSpec>(
        S spec,
        List<Capture> vocabulary,
        Units units,
        Provenance provenance,
        Weights weights,
        Optional<Precisions> precisions) {
    /** The newest format that this build reads, and the one it writes. */
    public static final int FORMAT = 1;

    private static final String PREFIX = "grainflow.";

    public ModelFile {
        vocabulary = List.copyOf(vocabulary);
        List<String> problems = problems(spec, vocabulary, weights);
        if (!problems.isEmpty()) {
            throw new WrongTensorsException(spec, problems);
        }
    }

    /** Thrown by the constructor if the tensors do not match the specification. */
    private static final class WrongTensorsException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final String problems;

        WrongTensorsException(ModelSpec spec, List<String> problems) {
            super("ModelFile expects the tensors of " + spec + ", got " + String.join(", ", problems));
            this.problems = String.join(", ", problems);
        }
    }

    /** A model without measured number formats. */
    public ModelFile(S spec, List<Capture> vocabulary, Units units, Provenance provenance, Weights weights) {
        this(spec, vocabulary, units, provenance, weights, Optional.empty());
    }

    /** The same model with measured number formats. */
    public ModelFile<S> with(Optional<Precisions> measured) {
        return new ModelFile<>(spec, vocabulary, units, provenance, weights, measured);
    }

    /**
     * Reads a model of any kind.
     *
     * @throws InputException if the file is missing, damaged, no Grainflow model, or of a newer format
     */
    public static ModelFile<?> read(Path file) {
        return of(file.toString(), Safetensors.read(file));
    }

    /**
     * Reads a model of any kind from the bytes of its file.
     *
     * @param where name of the source in messages
     * @throws InputException if they are damaged, no Grainflow model, or of a newer format
     */
    public static ModelFile<?> read(String where, byte[] bytes) {
        return of(where, Safetensors.read(where, bytes));
    }

    private static ModelFile<?> of(String file, Safetensors.Contents contents) {
        requireFormat(file, contents.metadata());
        ModelSpec spec = part(file, contents, "spec", ModelSpec.class);
        List<Capture> vocabulary = Arrays.stream(part(file, contents, "vocabulary", KnownCapture[].class))
                .map(KnownCapture::capture)
                .toList();
        Units units = part(file, contents, "units", Units.class);
        Provenance provenance = part(file, contents, "provenance", Provenance.class);
        Weights weights = new Weights(contents.tensors());
        Optional<Precisions> precisions = precisions(file, contents);
        try {
            return new ModelFile<>(spec, vocabulary, units, provenance, weights, precisions);
        } catch (WrongTensorsException e) {
            throw new InputException(file, "has wrong tensors: " + e.problems, "copy or make it again", e);
        }
    }

    private static Optional<Precisions> precisions(String file, Safetensors.Contents contents) {
        if (!contents.metadata().containsKey(PREFIX + "precisions")) {
            return Optional.empty();
        }
        Precisions.Whole whole = part(file, contents, "precisions", Precisions.Whole.class);
        List<Precisions.Channels> channels = contents.metadata().containsKey(PREFIX + "channels")
                ? Arrays.asList(part(file, contents, "channels", Precisions.Channels[].class))
                : List.of();
        try {
            return Optional.of(Precisions.of(whole, channels));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    file + " (" + PREFIX + "channels)",
                    "cannot be understood: " + e.getMessage(),
                    "it is damaged or not made by Grainflow",
                    e);
        }
    }

    /** Writes the file atomically. */
    public void write(Path file) {
        KnownCapture[] known = vocabulary.stream().map(KnownCapture::of).toArray(KnownCapture[]::new);
        Map<String, String> metadata = new TreeMap<>(Map.of(
                PREFIX + "format", Integer.toString(FORMAT),
                PREFIX + "spec", ModelJson.write(spec),
                PREFIX + "vocabulary", ModelJson.write(known),
                PREFIX + "units", ModelJson.write(units),
                PREFIX + "provenance", ModelJson.write(provenance)));
        precisions.ifPresent(measured -> {
            metadata.put(PREFIX + "precisions", ModelJson.write(measured.whole()));
            if (!measured.channels().isEmpty()) {
                metadata.put(PREFIX + "channels", ModelJson.write(measured.channels()));
            }
        });
        Safetensors.write(file, new Safetensors.Contents(metadata, weights.tensors()));
    }

    private static List<String> problems(ModelSpec spec, List<Capture> vocabulary, Weights weights) {
        List<String> problems = weights.problems(spec.tensorShapes(vocabulary.size()));
        return problems.isEmpty() ? spec.valueProblems(weights) : problems;
    }

    private static void requireFormat(String file, Map<String, String> metadata) {
        String format = metadata.get(PREFIX + "format");
        if (format == null) {
            throw new InputException(
                    file,
                    "is no Grainflow model (a safetensors file without grainflow.format)",
                    "turn published weights into one with grainflow import");
        }
        if (!format.matches("[1-9][0-9]{0,8}")) {
            throw new InputException(file, "has grainflow.format " + format + ", no number", "copy or make it again");
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw new InputException(
                    file, "written by format " + format + ", this build reads up to " + FORMAT, "update Grainflow");
        }
    }

    private static <T> T part(String file, Safetensors.Contents contents, String name, Class<T> type) {
        String text = contents.metadata().get(PREFIX + name);
        if (text == null) {
            throw new InputException(file, "lacks its " + PREFIX + name, "copy or make it again");
        }
        return ModelJson.read(file + " (" + PREFIX + name + ")", text, type);
    }

    /** A capture as it is written in the file. */
    private record KnownCapture(String camera, int iso) {
        KnownCapture {
            Capture.of(camera, iso);
        }

        static KnownCapture of(Capture capture) {
            return new KnownCapture(capture.camera().code(), capture.iso());
        }

        Capture capture() {
            return Capture.of(camera, iso);
        }
    }
}

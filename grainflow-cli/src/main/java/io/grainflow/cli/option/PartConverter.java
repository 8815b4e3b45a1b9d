package io.grainflow.cli.option;

import io.grainflow.job.run.Data;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the part of the scenes to work on. */
final class PartConverter implements ITypeConverter<Data.Part> {
    @Override
    public Data.Part convert(String word) {
        return Arrays.stream(Data.Part.values())
                .filter(part -> part.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + Arrays.stream(Data.Part.values()).map(Data.Part::word).collect(Collectors.joining(", "))
                        + ", got '" + word + "'"));
    }
}

package io.grainflow.cli.option;

import io.grainflow.job.denoise.DenoiserChoice;
import java.nio.file.InvalidPathException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a denoiser: a file, the name of an included one, or the name of a method that needs no training. */
public final class DenoiserConverter implements ITypeConverter<DenoiserChoice> {
    @Override
    public DenoiserChoice convert(String word) {
        try {
            return DenoiserChoice.parse(ModelConverter.model(word).toString());
        } catch (InvalidPathException e) {
            throw new TypeConversionException("expected a model's file, got '" + word + "'");
        }
    }
}

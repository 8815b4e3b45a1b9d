package io.grainflow.cli.option;

import io.grainflow.random.Seed;
import picocli.CommandLine.Option;

/** For commands that draw random numbers. */
public final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Where all randomness starts: same seed, same bytes. Default: ${DEFAULT-VALUE}.")
    long value;

    public Seed seed() {
        return new Seed(value);
    }
}

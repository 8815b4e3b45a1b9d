package io.grainflow.cli;

import io.grainflow.random.Seed;
import picocli.CommandLine.Option;

/** For commands that draw random numbers. */
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where all randomness starts: same seed, same bytes. Default: ${DEFAULT-VALUE}.")
    long value;

    Seed seed() {
        return new Seed(value);
    }
}

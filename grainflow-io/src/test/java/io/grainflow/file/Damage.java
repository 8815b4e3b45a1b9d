package io.grainflow.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Truncates and corrupts a file at many positions. Reading it may only throw an {@link InputException} with a message of one line. */
public final class Damage {
    private Damage() {}

    /** Returns the number of failed reads. The first bytes (the header) are corrupted more often than the rest. */
    public static int toEveryPart(Path file, int head, int rounds, Consumer<Path> read) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new Seed(bytes.length).random();
        int failures = 0;
        for (int i = 0; i < rounds; i++) {
            boolean cut = i % 4 == 0;
            byte[] damaged = Arrays.copyOf(bytes, cut ? random.nextInt(bytes.length) : bytes.length);
            for (int k = 0; k < i % 3 + (cut ? 0 : 1) && damaged.length > 0; k++) {
                int within = i % 2 == 0 ? damaged.length : Math.min(head, damaged.length);
                int[] likely = {0, 1, 0x7F, 0x80, 0xFF, random.nextInt(256)};
                damaged[random.nextInt(within)] = (byte) likely[random.nextInt(likely.length)];
            }
            Files.write(file, damaged);
            try {
                read.accept(file);
            } catch (InputException e) {
                failures++;
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
            }
        }
        return failures;
    }
}

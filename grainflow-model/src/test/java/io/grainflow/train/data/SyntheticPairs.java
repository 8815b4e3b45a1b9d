package io.grainflow.train.data;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.List;

/** Small pairs for tests. */
public final class SyntheticPairs {
    private SyntheticPairs() {}

    public static List<PairEntry> of(int count, int channels, int size, double sigma) {
        return of(count, channels, size, sigma, Capture.of("test", 100));
    }

    public static List<PairEntry> of(int count, int channels, int size, double sigma, Capture capture) {
        List<PairEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Made("scene" + i, channels, size + i, size + 2 * i, sigma, capture));
        }
        return entries;
    }

    static PairEntry broken(String name) {
        return new Broken(name);
    }

    private record Made(String name, int channels, int height, int width, double sigma, Capture capture)
            implements PairEntry {
        @Override
        public String scene() {
            return name;
        }

        @Override
        public NoisyPair load() {
            Image clean = DenoiserContract.scene(channels, height, width);
            return new NoisyPair(name, clean, DenoiserContract.noisy(clean, sigma), capture());
        }
    }

    private record Broken(String name) implements PairEntry {
        @Override
        public String scene() {
            return name;
        }

        @Override
        public Capture capture() {
            return Capture.of("test", 100);
        }

        @Override
        public NoisyPair load() {
            throw new InputException(name, "is truncated", "copy it again");
        }
    }
}

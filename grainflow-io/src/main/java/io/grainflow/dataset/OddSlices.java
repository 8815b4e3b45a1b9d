package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.util.List;

/**
 * Grey images cropped to odd height and width, which the sampling of k-space needs: the last row or column is removed if the size is even.
 *
 * @param images of one channel
 */
public record OddSlices(PairSource images) implements PairSource {
    @Override
    public List<PairEntry> entries() {
        return images.entries().stream()
                .map(entry -> (PairEntry) new Odd(entry))
                .toList();
    }

    @Override
    public PairKind kind() {
        return images.kind();
    }

    @Override
    public String fingerprint() {
        return "odd:" + images.fingerprint();
    }

    private record Odd(PairEntry entry) implements PairEntry {
        @Override
        public String name() {
            return entry.name();
        }

        @Override
        public String scene() {
            return entry.scene();
        }

        @Override
        public Capture capture() {
            return entry.capture();
        }

        @Override
        public NoisyPair load() {
            NoisyPair pair = entry.load();
            return new NoisyPair(pair.scene(), cropped(pair.clean()), cropped(pair.noisy()), pair.capture());
        }

        private Image cropped(Image image) {
            if (image.channels() != 1) {
                throw new InputException(
                        name(),
                        "has " + image.channels() + " channels",
                        "mri noise takes grey slices, give such images");
            }
            return image.crop(0, 0, (image.height() - 1) | 1, (image.width() - 1) | 1);
        }
    }
}

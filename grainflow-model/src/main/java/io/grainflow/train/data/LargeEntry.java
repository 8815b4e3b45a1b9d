package io.grainflow.train.data;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;

/**
 * An entry that refuses images from which no patch can be cut.
 *
 * @param side least height and width
 */
record LargeEntry(PairEntry entry, int side) implements PairEntry {
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
        Image image = pair.clean();
        if (Math.min(image.height(), image.width()) < side) {
            throw new InputException(
                    name(),
                    "is " + image.width() + "x" + image.height() + " pixels, smaller than a patch of " + side,
                    "leave it out, or set a smaller `patchSize`");
        }
        return pair;
    }
}

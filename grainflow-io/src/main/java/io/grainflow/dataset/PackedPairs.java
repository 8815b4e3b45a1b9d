package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.isp.Mosaic;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.util.List;

/**
 * Pairs of sensor mosaics as packed raw images: four planes of half the size, one per site of the 2x2 cell, row by row.
 *
 * @param mosaics of one channel
 */
record PackedPairs(PairSource mosaics) implements PairSource {
    @Override
    public List<PairEntry> entries() {
        return mosaics.entries().stream()
                .map(entry -> (PairEntry) new Packed(entry))
                .toList();
    }

    @Override
    public String fingerprint() {
        return "packed:" + mosaics.fingerprint();
    }

    private record Packed(PairEntry mosaic) implements PairEntry {
        @Override
        public String name() {
            return mosaic.name();
        }

        @Override
        public String scene() {
            return mosaic.scene();
        }

        @Override
        public Capture capture() {
            return mosaic.capture();
        }

        @Override
        public NoisyPair load() {
            NoisyPair pair = mosaic.load();
            return new NoisyPair(pair.scene(), packed(pair.clean()), packed(pair.noisy()), pair.capture());
        }

        private Image packed(Image image) {
            if (image.channels() != 1 || image.height() % 2 != 0 || image.width() % 2 != 0) {
                throw new InputException(
                        name(),
                        "has " + image.channels() + " channel" + (image.channels() == 1 ? "" : "s") + " of "
                                + image.width() + "x" + image.height(),
                        "packed: takes sensor mosaics, one channel of even width and height");
            }
            return Mosaic.pack(image.toArray(), image.height(), image.width());
        }
    }
}

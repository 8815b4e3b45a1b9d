package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.isp.BayerPattern;
import io.grainflow.isp.Mosaic;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.util.List;

/**
 * Pairs of sensor mosaics as packed raw images of half the size: four planes by colour (red, green beside red, green beside blue, blue) where
 * the files tell the colour filter array, else one per site of the 2x2 cell, row by row.
 *
 * @param mosaics of one channel
 * @param bySite whether planes are sites even where colours are known
 */
record PackedPairs(PairSource mosaics, boolean bySite) implements PairSource {
    @Override
    public List<PairEntry> entries() {
        return mosaics.entries().stream()
                .map(entry -> (PairEntry) new Packed(entry, bySite))
                .toList();
    }

    @Override
    public String fingerprint() {
        return (bySite ? "packed-sites:" : "packed:") + mosaics.fingerprint();
    }

    private record Packed(PairEntry mosaic, boolean bySite) implements PairEntry {
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
            BayerPattern pattern = bySite || !(mosaic instanceof MosaicEntry known)
                    ? BayerPattern.RGGB
                    : known.pattern().orElse(BayerPattern.RGGB);
            return new NoisyPair(
                    pair.scene(), packed(pair.clean(), pattern), packed(pair.noisy(), pattern), pair.capture());
        }

        private Image packed(Image image, BayerPattern pattern) {
            if (image.channels() != 1 || image.height() % 2 != 0 || image.width() % 2 != 0) {
                throw new InputException(
                        name(),
                        "has " + image.channels() + " channel" + (image.channels() == 1 ? "" : "s") + " of "
                                + image.width() + "x" + image.height(),
                        "packed: takes sensor mosaics, one channel of even width and height");
            }
            return Mosaic.pack(image.toArray(), image.height(), image.width(), pattern);
        }
    }
}

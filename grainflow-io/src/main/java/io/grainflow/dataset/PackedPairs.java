package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.isp.BayerPattern;
import io.grainflow.isp.Mosaic;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.util.List;

/**
 * Pairs of sensor mosaics as packed raw images of half the size: four planes by colour (red, green beside red, green beside blue, blue) if
 * the files contain the colour filter array, otherwise one plane per position in the 2x2 cell, row by row.
 *
 * @param mosaics of one channel
 * @param order of the planes
 */
record PackedPairs(PairSource mosaics, Order order) implements PairSource {
    /** The order of the planes. */
    enum Order {
        /** By colour if the colour filter array is known, otherwise by position. */
        COLOUR("packed:"),
        /** By position, even if the colour filter array is known. */
        SITE("packed-sites:"),
        /**
         * By position in the transposed picture. The released Noise Flow reads SIDD's frames this way, because HDF5 has MATLAB's axes in
         * reverse order. Its clockwise order of the planes is part of the imported model.
         */
        PUBLISHED("packed-published:");

        private final String prefix;

        Order(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }
    }

    @Override
    public List<PairEntry> entries() {
        return mosaics.entries().stream()
                .map(entry -> (PairEntry) new Packed(entry, order))
                .toList();
    }

    @Override
    public PairKind kind() {
        return mosaics.kind();
    }

    @Override
    public String fingerprint() {
        return order.prefix() + mosaics.fingerprint();
    }

    private record Packed(PairEntry mosaic, Order order) implements PairEntry {
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
            BayerPattern pattern = order != Order.COLOUR || !(mosaic instanceof MosaicEntry known)
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
            return order == Order.PUBLISHED
                    ? Mosaic.pack(turned(image), image.width(), image.height(), pattern)
                    : Mosaic.pack(image.toArray(), image.height(), image.width(), pattern);
        }

        private static float[] turned(Image image) {
            float[] values = new float[image.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = image.at(0, i % image.height(), i / image.height());
            }
            return values;
        }
    }
}

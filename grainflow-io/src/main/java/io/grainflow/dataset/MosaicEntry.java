package io.grainflow.dataset;

import io.grainflow.isp.BayerPattern;
import io.grainflow.pair.PairEntry;
import java.util.Optional;

/** A pair of sensor mosaics, for which it may be known which colour each site sees. */
interface MosaicEntry extends PairEntry {
    /** The colour filter array; reads the file's header at most. */
    Optional<BayerPattern> pattern();
}

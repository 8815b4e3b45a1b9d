package io.grainflow.dataset;

import io.grainflow.isp.BayerPattern;
import io.grainflow.pair.PairEntry;
import java.util.Optional;

/** A pair of sensor mosaics, whose colour filter array may be known. */
interface MosaicEntry extends PairEntry {
    /** The colour filter array if known; reads at most the file's header. */
    Optional<BayerPattern> pattern();
}

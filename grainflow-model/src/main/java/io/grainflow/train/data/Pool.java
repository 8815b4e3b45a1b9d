package io.grainflow.train.data;

import io.grainflow.pair.PairEntry;
import java.util.SplittableRandom;

/** The images that patches are taken from. */
@FunctionalInterface
public interface Pool {
    /** The image of one patch. May be called from several threads. */
    PairEntry draw(long step, SplittableRandom random);
}

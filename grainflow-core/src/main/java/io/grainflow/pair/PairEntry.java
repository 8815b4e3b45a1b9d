package io.grainflow.pair;

/** One pair of a {@link PairSource}, whose name is known before its pixels are read. */
public interface PairEntry {
    /** Unique within its source, stable between runs. For files, it is the path of the noisy file relative to the source. */
    String name();

    String scene();

    Capture capture();

    /**
     * Reads or makes the pair. May be called from any thread and repeatedly, with equal results.
     *
     * @throws io.grainflow.problem.InputException if a file is missing, unreadable or does not match its partner
     */
    NoisyPair load();
}

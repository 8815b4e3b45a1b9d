package io.grainflow.train.data;

import io.grainflow.image.Image;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The newest images of a data set that grows during the training (Lehtinen et al., Noise2Noise, ICML 2018, section 3.3, online training).
 * The pool looks for new images every few seconds. Unreadable files are tried again later; images of another kind are left out. The drawn
 * images depend on when files appear, so such a training is not reproducible.
 */
public final class GrowingPool implements Pool {
    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final TrainingData data;
    private final Supplier<List<PairEntry>> source;
    private final int newest;
    private final Set<String> known = new HashSet<>();
    private final List<PairEntry> entries = new ArrayList<>();
    private final LongSupplier nanoTime;
    private long looked;

    /**
     * @param source lists all images that exist now
     * @param newest number of latest images that patches are drawn from
     */
    public GrowingPool(TrainingData data, Supplier<List<PairEntry>> source, int newest) {
        this(data, source, newest, System::nanoTime);
    }

    /** @param nanoTime nanoseconds since an arbitrary origin */
    GrowingPool(TrainingData data, Supplier<List<PairEntry>> source, int newest, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.looked = nanoTime.getAsLong();
        this.data = data;
        this.source = source;
        this.newest = newest;
        data.training().forEach(entry -> {
            known.add(entry.name());
            entries.add(entry);
        });
    }

    @Override
    public synchronized PairEntry draw(long step, SplittableRandom random) {
        if (nanoTime.getAsLong() - looked > PAUSE_NANOS) {
            look();
            looked = nanoTime.getAsLong();
        }
        int window = Math.min(newest, entries.size());
        return entries.get(entries.size() - 1 - random.nextInt(window));
    }

    private void look() {
        List<PairEntry> now;
        try {
            now = source.get();
        } catch (InputException | UncheckedIOException e) {
            return; // half a file at the moment
        }
        for (PairEntry entry : now) {
            if (!known.contains(entry.name())) {
                take(entry);
            }
        }
    }

    /** Adds an image to the pool if it has the right kind and size. An unreadable image is tried again later. */
    private void take(PairEntry entry) {
        try {
            Image image = data.cache().load(entry).clean();
            known.add(entry.name());
            if (ImageKind.of(image).equals(new ImageKind(data.domain(), data.channels()))
                    && Math.min(image.height(), image.width()) >= data.smallestSide()) {
                entries.add(entry);
            }
        } catch (InputException e) {
            return; // again the next time
        }
    }
}

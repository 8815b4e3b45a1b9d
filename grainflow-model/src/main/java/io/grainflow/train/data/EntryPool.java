package io.grainflow.train.data;

import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import io.grainflow.train.TrainPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The images that patches of a step are taken from. If not all images fit into memory, a window of the pool's size moves over repeated
 * shuffles of all images, by one image every few steps. So every image is used, and decoding keeps up with training. The pool is a function
 * of seed and step alone.
 */
public final class EntryPool implements Pool {
    private final List<PairEntry> entries;
    private final int size;
    private final long stepsPerEntry;
    private final Seed seed;
    private final ConcurrentHashMap<Long, int[]> shuffles = new ConcurrentHashMap<>();

    /** @param stepsPerEntry steps after which one image is replaced */
    public EntryPool(List<PairEntry> entries, int size, long stepsPerEntry, Seed seed) {
        this.entries = List.copyOf(entries);
        this.size = size;
        this.stepsPerEntry = stepsPerEntry;
        this.seed = seed;
    }

    /** A pool of the training pairs; with {@link TrainPlan#balanced()}, each camera and ISO is drawn equally often. */
    public static EntryPool of(TrainingData data, TrainPlan plan, int poolImages) {
        List<PairEntry> entries = plan.balanced() ? balanced(data.training()) : data.training();
        long stepsPerEntry = Math.max(1, plan.patchesPerImage() / plan.batchSize());
        return new EntryPool(entries, poolImages, stepsPerEntry, new Seed(plan.seed()).child("pool"));
    }

    /** The entries, with those of rare captures repeated until each capture has nearly as many as the most frequent one. */
    static List<PairEntry> balanced(List<PairEntry> entries) {
        Map<Capture, Long> counts =
                entries.stream().collect(Collectors.groupingBy(PairEntry::capture, Collectors.counting()));
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        List<PairEntry> repeated = new ArrayList<>();
        for (PairEntry entry : entries) {
            long times = Math.round((double) most / counts.getOrDefault(entry.capture(), most));
            repeated.addAll(Collections.nCopies((int) times, entry));
        }
        return repeated;
    }

    @Override
    public PairEntry draw(long step, SplittableRandom random) {
        int count = entries.size();
        if (size >= count) {
            return entries.get(random.nextInt(count));
        }
        long position = step / stepsPerEntry + random.nextInt(size);
        long round = position / count;
        shuffles.keySet().removeIf(old -> old < round - 2);
        int[] shuffle = shuffles.computeIfAbsent(round, this::shuffle);
        return entries.get(shuffle[(int) (position % count)]);
    }

    private int[] shuffle(long round) {
        SplittableRandom random = seed.child(round).random();
        int[] order = new int[entries.size()];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}

package io.grainflow.train.data;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.dataset.PairCache;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.train.TrainPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Training and validation pairs. All pairs were read once to check them: unreadable pairs are left out, and the remaining ones have the
 * same domain and number of channels.
 *
 * @param training training pairs, at least one
 * @param validation validation pairs, possibly empty
 * @param failures pairs that were left out, and the reasons
 * @param cache decoded pairs in bounded memory
 * @param cacheBytes the bound
 * @param fingerprint of the data set
 * @param kind meaning of the two images of each pair
 * @param domain of all images
 * @param channels of all images
 * @param smallestSide least height or width of a training image
 * @param largestPairBytes of decoded pixels
 * @param growth lists all current training pairs, if the data grow during the training
 */
public record TrainingData(
        List<PairEntry> training,
        List<PairEntry> validation,
        List<Event.Failed> failures,
        PairCache cache,
        long cacheBytes,
        String fingerprint,
        PairKind kind,
        PixelDomain domain,
        int channels,
        int smallestSide,
        long largestPairBytes,
        Optional<Supplier<List<PairEntry>>> growth) {
    private static final String TASK = "read pairs";

    /** Properties of an entry that was read. */
    private record Seen(PairEntry entry, boolean trains, ImageKind kind, int side, long bytes) {}

    /**
     * Reads every pair once. If there are several kinds of images, only the most frequent kind is kept.
     *
     * @param fingerprint of the data set
     * @param cacheBytes bound on decoded pixels in memory
     * @param threads that read
     * @throws InputException if no training pair is left
     * @throws CancellationException if the monitor asked to stop
     */
    public static TrainingData read(
            List<PairEntry> training,
            List<PairEntry> validation,
            String fingerprint,
            long cacheBytes,
            int threads,
            Monitor monitor) {
        return read(
                training,
                validation,
                fingerprint,
                cacheBytes,
                threads,
                failures -> new InputException(
                        "data", "has no usable pair to train on (" + failures + " failed)", "check the files"),
                monitor);
    }

    /**
     * The same of single images, none of which is held out.
     *
     * @param where what the user calls them, for the error
     * @throws InputException if no image is left
     */
    public static TrainingData readImages(
            List<PairEntry> images, String where, String fingerprint, long cacheBytes, int threads, Monitor monitor) {
        return read(
                images,
                List.of(),
                fingerprint,
                cacheBytes,
                threads,
                failures -> new InputException(
                        where,
                        "has no usable image to train on (" + failures + " failed)",
                        "check the files named above"),
                monitor);
    }

    private static TrainingData read(
            List<PairEntry> training,
            List<PairEntry> validation,
            String fingerprint,
            long cacheBytes,
            int threads,
            IntFunction<InputException> unusable,
            Monitor monitor) {
        PairCache cache = new PairCache(cacheBytes);
        List<Event.Failed> failures = new ArrayList<>();
        List<PairEntry> all = new ArrayList<>(training);
        all.addAll(validation);
        List<Seen> seen = look(all, training.size(), cache, threads, failures, monitor);
        Map<ImageKind, Integer> counts = new HashMap<>();
        seen.forEach(item -> counts.merge(item.kind(), 1, Integer::sum));
        ImageKind most = ImageKind.mostFrequent(counts).orElseThrow(() -> unusable.apply(failures.size()));
        List<Seen> kept = ofKind(most, seen, failures, monitor);
        List<Seen> trained = kept.stream().filter(Seen::trains).toList();
        if (trained.isEmpty()) {
            throw unusable.apply(failures.size());
        }
        return new TrainingData(
                trained.stream().map(Seen::entry).toList(),
                kept.stream().filter(item -> !item.trains()).map(Seen::entry).toList(),
                List.copyOf(failures),
                cache,
                cacheBytes,
                fingerprint,
                PairKind.NOISY_AND_CLEAN,
                most.domain(),
                most.channels(),
                trained.stream().mapToInt(Seen::side).min().orElseThrow(),
                trained.stream().mapToLong(Seen::bytes).max().orElseThrow(),
                Optional.empty());
    }

    private static List<Seen> ofKind(ImageKind most, List<Seen> seen, List<Event.Failed> failures, Monitor monitor) {
        List<Seen> kept = new ArrayList<>();
        for (Seen item : seen) {
            if (item.kind().equals(most)) {
                kept.add(item);
            } else {
                String name = item.entry().name();
                String reason = name + ": is " + item.kind() + ", most of the data is " + most.domain() + " with "
                        + most.channels() + "; keep them apart";
                fail(new Event.Failed(name, reason), failures, monitor);
            }
        }
        return kept;
    }

    /** The same, for pairs whose images are not a noisy and a clean one. */
    public TrainingData with(PairKind other) {
        return changed(other, growth);
    }

    /** The same data as a growing data set. */
    public TrainingData growing(Supplier<List<PairEntry>> source) {
        return changed(kind, Optional.of(source));
    }

    private TrainingData changed(PairKind newKind, Optional<Supplier<List<PairEntry>>> newGrowth) {
        return new TrainingData(
                training,
                validation,
                failures,
                cache,
                cacheBytes,
                fingerprint,
                newKind,
                domain,
                channels,
                smallestSide,
                largestPairBytes,
                newGrowth);
    }

    /** Side of a plan's patches, limited to the smallest image. */
    public int patchSize(TrainPlan plan) {
        return Math.min(plan.patchSize(), smallestSide);
    }

    /** Notes on settings of the plan that cannot be met. */
    public List<String> notes(TrainPlan plan) {
        return patchSize(plan) == plan.patchSize()
                ? List.of()
                : List.of("patches of " + patchSize(plan) + " pixels instead of " + plan.patchSize()
                        + ": the smallest image is no larger");
    }

    /** The captures of the training pairs, sorted. */
    public List<Capture> trainingCaptures() {
        return training.stream().map(PairEntry::capture).distinct().sorted().toList();
    }

    /** The captures of all pairs. */
    public Set<Capture> captures() {
        Set<Capture> captures = new HashSet<>();
        training.forEach(entry -> captures.add(entry.capture()));
        validation.forEach(entry -> captures.add(entry.capture()));
        return captures;
    }

    private static List<Seen> look(
            List<PairEntry> all,
            int trainingCount,
            PairCache cache,
            int threads,
            List<Event.Failed> failures,
            Monitor monitor) {
        monitor.on(new Event.Started(TASK, all.size(), "pairs"));
        try (WorkerPool pool = new WorkerPool("grainflow-reading", threads)) {
            List<Future<Seen>> pending = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                PairEntry entry = all.get(i);
                boolean trains = i < trainingCount;
                pending.add(pool.submit(() -> look(entry, trains, cache)));
            }
            List<Seen> seen = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (monitor.cancelled()) {
                    throw new CancellationException(TASK);
                }
                collect(all.get(i), pending.get(i), seen, failures, monitor);
                monitor.on(new Event.Advanced(TASK, i + 1L, Map.of()));
            }
            monitor.on(new Event.Finished(TASK));
            return seen;
        }
    }

    private static Seen look(PairEntry entry, boolean trains, PairCache cache) {
        NoisyPair pair = cache.load(entry);
        Image clean = pair.clean();
        return new Seen(entry, trains, ImageKind.of(clean), Math.min(clean.height(), clean.width()), 8L * clean.size());
    }

    private static void collect(
            PairEntry entry, Future<Seen> pending, List<Seen> seen, List<Event.Failed> failures, Monitor monitor) {
        try {
            seen.add(WorkerPool.result(pending));
        } catch (InputException problem) {
            fail(new Event.Failed(entry.name(), String.valueOf(problem.getMessage())), failures, monitor);
        }
    }

    private static void fail(Event.Failed failure, List<Event.Failed> failures, Monitor monitor) {
        failures.add(failure);
        monitor.on(failure);
    }
}

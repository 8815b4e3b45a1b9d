package io.grainflow.job.train;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Displacement;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks some pairs of two shots before training: whether the camera moved or the light changed. */
final class ShotCheck {
    private static final int PAIRS = 12;
    /** A shift of a quarter of a pixel already blurs the results. */
    private static final double SHIFTED = 0.25;

    private static final double SURE = 4;
    private static final double BRIGHTER = 2.0 / 255;
    private static final double MUCH = 0.01;

    private ShotCheck() {}

    /**
     * Reports what it finds, with the name of the worst pair.
     *
     * @param corrected whether the bias of clipping is corrected
     */
    static void run(List<PairEntry> entries, boolean corrected, Monitor monitor) {
        int count = Math.min(PAIRS, entries.size());
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            look(entries.get((int) ((long) i * entries.size() / count))).ifPresent(seen::add);
        }
        noteShifts(seen, count, monitor);
        double saturated = 0;
        for (Seen pair : seen) {
            saturated += pair.saturated() / count;
        }
        if (saturated > MUCH && !corrected) {
            noteSaturation(saturated, monitor);
        }
        long brighter = seen.stream().filter(Seen::brighter).count();
        if (brighter > 0) {
            monitor.on(
                    new Event.Note(
                            "warning: " + brighter + " of " + count
                                    + " pairs looked at differ in mean brightness by more than 2 of 255: what is learned is a mean of both"));
        }
    }

    /**
     * Findings about one pair.
     *
     * @param saturated share of values that are black or white
     * @param brighter whether one shot is brighter than the other
     */
    private record Seen(String name, Displacement moved, double saturated, boolean brighter) {
        boolean shifted() {
            return moved.length() > SHIFTED && moved.length() > SURE * moved.uncertainty();
        }
    }

    /** Empty for a pair that cannot be read, because reading the data reports it later. */
    private static Optional<Seen> look(PairEntry entry) {
        NoisyPair pair;
        try {
            pair = entry.load();
        } catch (InputException e) {
            return Optional.empty();
        }
        boolean brighter = pair.noisy().domain() != PixelDomain.LINEAR
                && Math.abs(mean(pair.noisy()) - mean(pair.clean())) > BRIGHTER;
        return Optional.of(new Seen(
                entry.name(),
                Displacement.between(pair.noisy(), pair.clean()),
                saturatedShare(pair.noisy()),
                brighter));
    }

    private static void noteShifts(List<Seen> seen, int count, Monitor monitor) {
        List<Seen> shifted = seen.stream().filter(Seen::shifted).toList();
        if (shifted.isEmpty()) {
            return;
        }
        Seen worst = shifted.get(0);
        for (Seen pair : shifted) {
            worst = pair.moved().length() > worst.moved().length() ? pair : worst;
        }
        monitor.on(new Event.Note(String.format(
                Locale.ROOT,
                "warning: %d of %d pairs looked at are shifted against each other, %s by %.1f pixels: results will be blurred;"
                        + " align the shots first, or leave such pairs out",
                shifted.size(),
                count,
                worst.name(),
                worst.moved().length())));
    }

    private static void noteSaturation(double share, Monitor monitor) {
        monitor.on(new Event.Note(String.format(
                Locale.ROOT,
                "warning: %.1f %% of the values are black or white: noise there is clipped, so that darks come out too bright and"
                        + " lights too dark; `correctClipping` undoes it, grainflow bias tells how large it is",
                100 * share)));
    }

    private static double saturatedShare(Image image) {
        if (image.domain() == PixelDomain.LINEAR) {
            return 0;
        }
        int count = 0;
        for (float value : image.toArray()) {
            count += value <= 0 || value >= 1 ? 1 : 0;
        }
        return (double) count / image.size();
    }

    private static double mean(Image image) {
        double sum = 0;
        for (float value : image.toArray()) {
            sum += value;
        }
        return sum / image.size();
    }
}

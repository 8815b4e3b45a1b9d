package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pairs from noisy shots of scenes: two shots, or a shot and the mean of the other shots. */
final class Shots implements PairSource {
    private static final int FEWEST_FOR_A_MEAN = 3;

    private final List<PairEntry> entries;
    private final PairKind kind;
    private final String fingerprint;

    private Shots(List<PairEntry> entries, PairKind kind, List<ShotScene> scenes, String form) {
        this.entries = List.copyOf(entries);
        this.kind = kind;
        List<Path> files = scenes.stream()
                .flatMap(scene -> scene.shots().stream())
                .flatMap(shot -> shot.files().stream())
                .distinct()
                .toList();
        this.fingerprint = Fingerprint.ofFiles(files, form + "\n");
    }

    /** The pairs of shots that the rule selects. */
    static Shots pairs(List<ShotScene> scenes, ShotScene.Pairing pairing) {
        List<PairEntry> entries = new ArrayList<>();
        for (ShotScene scene : scenes) {
            for (int[] pair : scene.pairs(pairing)) {
                entries.add(new Entry(scene, pair[0], pair[1]));
            }
        }
        return new Shots(entries, PairKind.TWO_SHOTS, scenes, "shots " + pairing);
    }

    /**
     * Each shot as the noisy image, with the mean of the other shots as the clean image.
     *
     * @throws InputException if a scene has fewer than three shots
     */
    static Shots averages(List<ShotScene> scenes) {
        List<PairEntry> entries = new ArrayList<>();
        for (ShotScene scene : scenes) {
            if (scene.shots().size() < FEWEST_FOR_A_MEAN) {
                throw new InputException(
                        "scene " + scene.name(),
                        "has " + scene.shots().size() + " shots",
                        "averages need at least three; take shots: for two");
            }
            for (int i = 0; i < scene.shots().size(); i++) {
                entries.add(new Entry(scene, i, Entry.MEAN));
            }
        }
        return new Shots(entries, PairKind.NOISY_AND_CLEAN, scenes, "averages");
    }

    @Override
    public List<PairEntry> entries() {
        return entries;
    }

    @Override
    public PairKind kind() {
        return kind;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * A shot and its partner.
     *
     * @param shot the noisy picture
     * @param other index of a second shot, or {@link #MEAN} for the mean of all others
     */
    private record Entry(ShotScene of, int shot, int other) implements PairEntry {
        static final int MEAN = -1;

        @Override
        public String name() {
            String first = of.name() + "/" + of.shots().get(shot).name();
            return other == MEAN ? first : first + "+" + of.shots().get(other).name();
        }

        @Override
        public String scene() {
            return of.name();
        }

        @Override
        public Capture capture() {
            return of.capture();
        }

        @Override
        public NoisyPair load() {
            Image noisy = of.load(shot);
            if (other != MEAN) {
                of.requireLike(noisy, other);
            }
            Image reference = other == MEAN ? of.meanOfOthers(shot) : of.load(other);
            return new NoisyPair(of.name(), reference, noisy, of.capture());
        }
    }
}

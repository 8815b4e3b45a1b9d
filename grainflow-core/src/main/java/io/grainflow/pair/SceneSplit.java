package io.grainflow.pair;

import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Assigns whole scenes to training, validation and test. The result depends only on the scenes' names and the seed, not on their order.
 * With three or more scenes, every split gets at least one. With two scenes, one is for training and one for validation. A single scene is
 * for training.
 *
 * <p>Names are hashed by their UTF-16 units. This gives an order of scenes that is the same for every Java version and every data set.
 * Shares refer to the number of scenes: if scenes are added, the borders between test, validation and training move along that order, and
 * each added scene can move one other scene across each border. Therefore, evaluate a model on held-out scenes of the same data set that it
 * was trained on.
 *
 * @param seed selects one of the possible assignments
 * @param validationShare share of the scenes for validation, in [0,1)
 * @param testShare share of the scenes for the test, which training never reads, in [0,1)
 */
public record SceneSplit(Seed seed, double validationShare, double testShare) {
    public SceneSplit {
        if (!(validationShare >= 0 && testShare >= 0 && validationShare + testShare < 1)) {
            throw new IllegalArgumentException("SceneSplit expects shares in [0,1) with a sum below 1, got validation "
                    + validationShare + " and test " + testShare);
        }
    }

    /** 10% of the scenes for validation, 20% for the test. */
    public static SceneSplit defaults() {
        return new SceneSplit(new Seed(0), 0.1, 0.2);
    }

    /** The entries of each split, in their original order. Every split is present, possibly empty. */
    public Map<Split, List<PairEntry>> apply(List<? extends PairEntry> entries) {
        Map<String, Split> assignment =
                assign(entries.stream().map(PairEntry::scene).distinct().toList());
        Map<Split, List<PairEntry>> parts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            parts.put(split, new ArrayList<>());
        }
        for (PairEntry entry : entries) {
            parts.getOrDefault(assignment.get(entry.scene()), new ArrayList<>()).add(entry);
        }
        parts.replaceAll((split, part) -> List.copyOf(part));
        return parts;
    }

    private Map<String, Split> assign(List<String> scenes) {
        List<String> shuffled = new ArrayList<>(scenes);
        shuffled.sort(Comparator.<String>comparingLong(
                        scene -> seed.child("scene").child(scene).value())
                .thenComparing(Comparator.naturalOrder()));
        int count = shuffled.size();
        int test = count < 3 ? 0 : reserved(count, testShare);
        int validation = count < 2 ? 0 : reserved(count, validationShare);
        Map<String, Split> assignment = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Split split = i < test ? Split.TEST : i < test + validation ? Split.VALIDATION : Split.TRAIN;
            assignment.put(shuffled.get(i), split);
        }
        return assignment;
    }

    private static int reserved(int scenes, double share) {
        return share == 0 ? 0 : Math.max(1, (int) Math.round(scenes * share));
    }
}

package io.grainflow.pair;

import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Assigns whole scenes to training, validation and test, never parts of one. Depends on the scenes' names and the seed
 * only, not on their order. From three scenes on, every split gets at least one; of two scenes the second validates; a
 * single scene only trains.
 *
 * <p>Names are hashed by their UTF-16 units, so that a scene has one place in one order on every Java and in every data set. Shares are
 * of the number of scenes: where scenes are added, the borders between test, validation and training move along that order, and each
 * added scene can push one other across each border. A model whose held-out figures matter is measured on the data that it was made with.
 *
 * @param seed which of the possible assignments
 * @param validationShare share of the scenes kept for validation, in [0,1)
 * @param testShare share of the scenes never touched by training, in [0,1)
 */
public record SceneSplit(Seed seed, double validationShare, double testShare) {
    public SceneSplit {
        if (!(validationShare >= 0 && testShare >= 0 && validationShare + testShare < 1)) {
            throw new IllegalArgumentException("SceneSplit expects shares in [0,1) with a sum below 1, got validation "
                    + validationShare + " and test " + testShare);
        }
    }

    /** A tenth of the scenes validates, two tenths test. */
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

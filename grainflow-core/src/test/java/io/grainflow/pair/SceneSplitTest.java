package io.grainflow.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The split of scenes, on which all results on held-out scenes depend. */
final class SceneSplitTest {
    /** The assignment is fixed: with another one, old models would be tested on scenes of their training data. */
    private static final Map<String, Split> GOLDEN = Map.ofEntries(
            Map.entry("001", Split.TRAIN),
            Map.entry("002", Split.TRAIN),
            Map.entry("003", Split.TRAIN),
            Map.entry("0199", Split.VALIDATION),
            Map.entry("scene000", Split.TRAIN),
            Map.entry("scene001", Split.TEST),
            Map.entry("scene002", Split.TRAIN),
            Map.entry("Straße", Split.TRAIN),
            Map.entry("Köln Dom", Split.VALIDATION),
            Map.entry("Þingvellir", Split.TRAIN),
            Map.entry("東京", Split.TRAIN),
            Map.entry("富士山", Split.TEST),
            Map.entry("Москва", Split.TEST),
            Map.entry("Αθήνα", Split.TRAIN),
            Map.entry("القاهرة", Split.TRAIN),
            Map.entry("🌋", Split.TEST),
            Map.entry("\u00e9", Split.TRAIN),
            Map.entry("a b,c", Split.TRAIN),
            Map.entry("IMG_0001.png", Split.TRAIN));

    private static final SceneSplit SPLIT = SceneSplit.defaults();

    /** An entry that is never loaded. */
    private record Named(String name, String scene) implements PairEntry {
        @Override
        public Capture capture() {
            return Capture.of("S6", 800);
        }

        @Override
        public NoisyPair load() {
            throw new AssertionError("splitting loads nothing");
        }
    }

    private static List<PairEntry> entries(List<String> scenes, int perScene) {
        List<PairEntry> entries = new ArrayList<>();
        for (int i = 0; i < perScene; i++) {
            for (String scene : scenes) {
                entries.add(new Named(scene + "/" + i, scene));
            }
        }
        return entries;
    }

    private static List<String> scenes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "scene" + i).toList();
    }

    private static Map<String, Split> assignment(SceneSplit split, List<String> scenes) {
        Map<String, Split> found = new TreeMap<>();
        split.apply(entries(scenes, 1))
                .forEach((part, entries) -> entries.forEach(entry -> found.put(entry.scene(), part)));
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 50})
    void partsAreDisjointCompleteAndOfWholeScenes(int count) {
        List<PairEntry> all = entries(scenes(count), 3);
        Map<Split, List<PairEntry>> parts = SPLIT.apply(all);
        assertThat(parts).containsOnlyKeys(Split.values());
        assertThat(parts.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
        Map<String, List<Split>> partsOfScene = new TreeMap<>();
        parts.forEach((part, entries) -> entries.stream()
                .map(PairEntry::scene)
                .distinct()
                .forEach(scene -> partsOfScene
                        .computeIfAbsent(scene, s -> new ArrayList<>())
                        .add(part)));
        assertThat(partsOfScene)
                .hasSize(count)
                .allSatisfy((scene, found) -> assertThat(found).hasSize(1));
        parts.forEach((part, entries) -> assertThat(entries)
                .as("the original order of " + part)
                .isSortedAccordingTo((a, b) -> Integer.compare(all.indexOf(a), all.indexOf(b))));
    }

    @Test
    void fewScenesTrainFirst() {
        assertThat(assignment(SPLIT, scenes(1))).containsOnly(Map.entry("scene0", Split.TRAIN));
        assertThat(assignment(SPLIT, scenes(2)).values()).containsExactlyInAnyOrder(Split.TRAIN, Split.VALIDATION);
        assertThat(assignment(SPLIT, scenes(3)).values()).containsExactlyInAnyOrder(Split.values());
    }

    @Test
    void someNamesHaveTheirPartForEver() {
        assertThat(assignment(SPLIT, List.copyOf(GOLDEN.keySet()))).containsExactlyInAnyOrderEntriesOf(GOLDEN);
    }

    /** The split depends only on the names of scenes, not on their order, their number of pairs or their location. */
    @Test
    void theAssignmentKnowsNothingButNames() {
        List<String> shuffled = new ArrayList<>(GOLDEN.keySet());
        Collections.shuffle(shuffled, new Random(3));
        List<PairEntry> others = new ArrayList<>();
        shuffled.forEach(scene -> {
            others.add(new Named("other-folder/" + scene + ".dng", scene));
            others.add(new Named("more/" + scene, scene));
        });
        SPLIT.apply(others)
                .forEach((part, entries) -> entries.forEach(
                        entry -> assertThat(part).as(entry.name()).isEqualTo(GOLDEN.get(entry.scene()))));
    }

    @Test
    void sharesHoldOnManyScenes() {
        for (long seed : new long[] {0, 1, 99}) {
            Map<Split, Long> counts =
                    assignment(new SceneSplit(new Seed(seed), 0.1, 0.2), scenes(5000)).values().stream()
                            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(counts)
                    .containsOnly(
                            Map.entry(Split.TRAIN, 3500L),
                            Map.entry(Split.VALIDATION, 500L),
                            Map.entry(Split.TEST, 1000L));
        }
        assertThat(assignment(new SceneSplit(new Seed(0), 0, 0), scenes(9)).values())
                .containsOnly(Split.TRAIN);
    }

    /** Shares are exact, so the borders move with the number of scenes: one scene may then cross each, and none passes another. */
    @Test
    void anAddedSceneMovesAtMostOneOthersAtEachBorder() {
        List<String> scenes = new ArrayList<>(scenes(200));
        Map<String, Split> before = assignment(SPLIT, scenes);
        for (int added = 0; added < 100; added++) {
            scenes.add("added" + added);
            Map<String, Split> after = assignment(SPLIT, scenes);
            Map<String, Split> old = before;
            List<String> moved = old.keySet().stream()
                    .filter(scene -> old.get(scene) != after.get(scene))
                    .toList();
            assertThat(moved).hasSizeLessThanOrEqualTo(2);
            assertThat(moved)
                    .allSatisfy(scene -> assertThat(Arrays.asList(old.get(scene), after.get(scene)))
                            .as("only neighbours are exchanged: test, validation, training")
                            .contains(Split.VALIDATION));
            before = after;
        }
    }

    /** 300 scenes instead of 200: at least 90% of the first 200 keep their split; a new random split would keep about half. */
    @Test
    void mostScenesKeepTheirPartWhenTheDataGrow() {
        Map<String, Split> before = assignment(SPLIT, scenes(200));
        Map<String, Split> after = assignment(SPLIT, scenes(300));
        assertThat(before.keySet().stream()
                        .filter(scene -> before.get(scene) == after.get(scene))
                        .count())
                .isGreaterThanOrEqualTo(180);
    }

    @Test
    void otherSeedsHoldOutOtherScenes() {
        List<Split> first = List.copyOf(assignment(SPLIT, scenes(1000)).values());
        List<Split> second = List.copyOf(
                assignment(new SceneSplit(new Seed(1), 0.1, 0.2), scenes(1000)).values());
        long same = IntStream.range(0, first.size())
                .filter(i -> first.get(i) == second.get(i))
                .count();
        assertThat(same / 1000.0).isCloseTo(0.7 * 0.7 + 0.1 * 0.1 + 0.2 * 0.2, within(0.06));
    }

    @Test
    void sharesMustLeaveSomethingToLearnFrom() {
        assertThatThrownBy(() -> new SceneSplit(new Seed(0), 0.5, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got validation 0.5 and test 0.5");
        assertThatThrownBy(() -> new SceneSplit(new Seed(0), -0.1, 0.2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SceneSplit(new Seed(0), Double.NaN, 0.2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.grainflow.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Libraries name settings; only the command line names its options. */
final class CommandLineWordsTest {
    /** Variables of style sheets have the same prefix as options. */
    private static final Pattern OPTION = Pattern.compile("--(?!series-)[a-z][a-z-]*");

    /** Packages that still name options, and which: the list may only become shorter. */
    private static final String KNOWN = """
            io.grainflow.job.demo --data --images --minutes --model --noise --out --seed --split
            """;

    @Test
    void onlyTheCommandLineNamesOptions() {
        Map<String, Set<String>> known = known();
        List<String> added = SourceTree.texts(SourceTree.files("src/main/java")).stream()
                .filter(text -> !text.home().startsWith("io.grainflow.cli"))
                .flatMap(text -> options(text.value()).map(option -> text.home() + " " + option))
                .distinct()
                .filter(named -> {
                    String[] parts = named.split(" ", 2);
                    return !known.getOrDefault(parts[0], Set.of()).contains(parts[1]);
                })
                .toList();
        assertThat(added)
                .as("name the setting: each front end says it in its own words")
                .isEmpty();
    }

    private static Stream<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group);
    }

    private static Map<String, Set<String>> known() {
        return KNOWN.lines()
                .map(line -> List.of(line.split(" ")))
                .collect(Collectors.toMap(words -> words.get(0), Set::copyOf));
    }
}

package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.cli.command.GrainflowCommand;
import io.grainflow.cli.terminal.Console;
import io.grainflow.cli.terminal.Session;
import io.grainflow.cli.terminal.Version;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class HelpTest {
    private static final CommandLine TREE =
            GrainflowCommand.line(new Session(Console.plain(System.out, System.err), () -> false));

    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(TREE, List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        all.add(words);
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(sub, longer, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void teachesByExamples(List<String> words) {
        List<String> call = new ArrayList<>(words);
        call.add("--help");
        PrintStream standard = System.err;
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        Run run;
        try {
            run = Run.of(call.toArray());
        } finally {
            System.setErr(standard);
        }
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        // the parser reports texts there that it cannot format
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run.out()).startsWith("Usage: grainflow").contains(String.join(" ", words));
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
        if (!words.contains("generate-completion")) {
            assertThat(run.out()).containsPattern("(?m)^  grainflow " + String.join(" ", words));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionIsDescribed(List<String> words) {
        CommandLine command = TREE;
        for (String word : words) {
            command = Objects.requireNonNull(command.getSubcommands().get(word));
        }
        CommandSpec spec = command.getCommandSpec();
        assertThat(spec.usageMessage().description()).isNotEmpty();
        for (OptionSpec option : spec.options()) {
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
    }

    @Test
    void versionNamesTheProgram() {
        Run run = Run.of("--version");
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("grainflow " + Version.NUMBER);
    }

    @Test
    void completionIsGenerated() {
        Run run = Run.of("generate-completion");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("complete -F").contains("heteroscedastic");
    }
}

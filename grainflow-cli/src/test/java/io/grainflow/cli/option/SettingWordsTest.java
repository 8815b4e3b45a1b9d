package io.grainflow.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.cli.command.GrainflowCommand;
import io.grainflow.cli.terminal.Console;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.denoise.DenoiseImages;
import io.grainflow.job.run.JobKind;
import io.grainflow.job.run.JobKinds;
import io.grainflow.job.run.JobOptions;
import io.grainflow.job.synthesise.Simulate;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class SettingWordsTest {
    private static final Path JOBS = Path.of("..", "grainflow-jobs", "src", "main", "java");

    private static final CommandLine TREE = GrainflowCommand.line(
            new Session(Console.plain(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()), () -> false));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "give another `memoryMegabytes`, or leave it out | give another --memory, or leave it out",
                "take `split=all` | take --split all",
                "`existing=replace` or `existing=keep` | --overwrite or --resume",
                "the same call with `start=resume` | the same call with --resume",
                "`correctClipping` undoes it | --correct-clipping undoes it",
                "(`allScenes=true` learns from every scene) | (--split all learns from every scene)",
                "choose another name or give `start=replace` | choose another name or give --overwrite",
                "give `source.clean` of its size | give --like-clean of its size",
                "with `source.noisy`, take `sampling=nas:TEMPERATURE` | with --like, take --sampling nas:TEMPERATURE",
                "a `file name` in ticks` | a `file name` in ticks`"
            })
    void settingsBecomeOptions(String message, String expected) {
        assertThat(SettingWords.inOptions(message)).isEqualTo(expected);
    }

    /** A setting that a message of a job names is an option of some command, so that users find it. */
    @Test
    void settingsThatJobsNameAreOptions() throws IOException {
        Set<String> options = new HashSet<>();
        collect(TREE, options);
        Pattern setting = Pattern.compile("`[a-z][A-Za-z.]*(?:=[^` \\n]*)?`");
        int found = 0;
        for (Path file : sources()) {
            Matcher matcher = setting.matcher(Files.readString(file));
            while (matcher.find()) {
                found++;
                assertThat(options)
                        .as(file + " " + matcher.group())
                        .contains(SettingWords.inOptions(matcher.group()).replaceAll(" .*", ""));
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    /** Settings of jobs of other packages, which a message rightly sends its reader to. */
    private static final Set<String> ELSEWHERE = Set.of("evaluate correctClipping");

    /** Packages whose messages jobs of all packages print. */
    private static final Set<String> SHARED = Set.of("run", "batch");

    /** Who writes documents can set what a message names: it is a field of a job of the package that prints it. */
    @Test
    void settingsThatJobsNameAreTheirFields() throws IOException {
        Map<String, Set<String>> fields = new HashMap<>();
        for (JobKind<?> kind : JobKinds.all()) {
            String room = room(kind.type().getName().replace('.', '/'));
            addFields(kind.type(), "", fields.computeIfAbsent(room, name -> new HashSet<>()));
        }
        Set<String> all = fields.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Pattern setting = Pattern.compile("`([a-z][A-Za-z.]*)(?:=[^` \\n]*)?`");
        int found = 0;
        for (Path file : sources()) {
            String room = room(file.toString().replace('\\', '/'));
            Set<String> known = SHARED.contains(room) ? all : fields.getOrDefault(room, Set.of());
            Matcher matcher = setting.matcher(Files.readString(file));
            while (matcher.find()) {
                found++;
                if (!ELSEWHERE.contains(room + " " + matcher.group(1))) {
                    assertThat(known).as(file + " " + matcher.group()).contains(matcher.group(1));
                }
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    private static String room(String path) {
        return path.replaceAll(".*io/grainflow/job/", "").replaceAll("/.*", "");
    }

    /** Fields of shared options have no prefix, as in a document; those of a choice are told with and without it. */
    private static void addFields(Class<?> type, String prefix, Set<String> fields) {
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(component.getName());
            fields.add(prefix + component.getName());
            if (JobOptions.class.isAssignableFrom(component.getType())) {
                addFields(component.getType(), prefix, fields);
            } else if (component.getType().isSealed()) {
                for (Class<?> choice : component.getType().getPermittedSubclasses()) {
                    if (choice.isRecord()) {
                        addFields(choice, component.getName() + ".", fields);
                    }
                }
            }
        }
    }

    @Test
    void defaultsOfOptionsAreThoseOfJobs() {
        CommandLine simulate = Objects.requireNonNull(TREE.getSubcommands().get("simulate"));
        assertThat(simulate.getUsageMessage())
                .contains("Default: " + Simulate.defaults().scenes() + ".")
                .contains("Default: " + Simulate.defaults().size() + ".")
                .contains("Default: srgb.");
        JobDefaults defaults = new JobDefaults(Simulate.defaults(), DenoiseImages.defaults());
        assertThat(defaults.defaultValue(simulate.getCommandSpec().findOption("--scenes")))
                .isEqualTo("10");
        assertThat(defaults.defaultValue(simulate.getCommandSpec().findOption("--out")))
                .isNull();
        assertThat(defaults.defaultValue(simulate.getCommandSpec().findOption("--threads")))
                .isNull();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(JOBS.resolve(Path.of("io", "grainflow")))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static void collect(CommandLine command, Set<String> options) {
        command.getCommandSpec().options().forEach(option -> options.addAll(List.of(option.names())));
        command.getSubcommands().values().forEach(sub -> collect(sub, options));
    }
}

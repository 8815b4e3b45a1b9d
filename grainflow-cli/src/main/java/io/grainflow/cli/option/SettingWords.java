package io.grainflow.cli.option;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of job settings on the command line. Messages of jobs have settings in backquotes, such as {@code `split=all`}, which become
 * options here, such as {@code --split all}. For job documents they are left unchanged.
 */
public final class SettingWords {
    /** Settings, and values of settings, whose options have other names. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("existing=replace", "--overwrite"),
            Map.entry("existing=keep", "--resume"),
            Map.entry("start=replace", "--overwrite"),
            Map.entry("start=resume", "--resume"),
            Map.entry("allScenes=true", "--split all"),
            Map.entry("source.noisy", "--like"),
            Map.entry("source.clean", "--like-clean"),
            Map.entry("settings", "--set"),
            Map.entry("cacheMegabytes", "--cache"),
            Map.entry("memoryMegabytes", "--memory"),
            Map.entry("subjects", "--what"),
            Map.entry("sizes", "--size"),
            Map.entry("cameras", "--camera"),
            Map.entry("isos", "--iso"),
            Map.entry("authors", "--author"));

    private static final Pattern QUOTED = Pattern.compile("`([a-z][A-Za-z.]*)(?:=([^`]*))?`");

    private SettingWords() {}

    /** The option of a setting, such as {@code --correct-clipping}. */
    public static String option(String setting) {
        String known = OPTIONS.get(setting);
        return known != null
                ? known
                : "--" + setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** A message of a job with options for its settings. */
    public static String inOptions(String message) {
        return QUOTED.matcher(message).replaceAll(match -> Matcher.quoteReplacement(option(match)));
    }

    private static String option(MatchResult match) {
        String value = match.group(2);
        if (value == null) {
            return option(match.group(1));
        }
        String known = OPTIONS.get(match.group(1) + "=" + value);
        return known != null ? known : option(match.group(1)) + " " + value;
    }
}

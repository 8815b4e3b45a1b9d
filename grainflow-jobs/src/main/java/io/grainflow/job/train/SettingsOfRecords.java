package io.grainflow.job.train;

import io.grainflow.train.RecordSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings for several records. Each record takes those that are its fields.
 *
 * @param settings values by name
 */
record SettingsOfRecords(Map<String, String> settings) {
    /**
     * Settings of these records.
     *
     * @throws io.grainflow.problem.InputException if a setting is a field of no record, or a record rejects its value
     */
    static SettingsOfRecords of(Map<String, String> settings, Object... records) {
        List<Record> all = Arrays.stream(records).map(Record.class::cast).toList();
        RecordSettings.withAll(all, settings);
        return new SettingsOfRecords(settings);
    }

    /** The record with those settings that are its fields. */
    <R> R apply(R record) {
        @SuppressWarnings("unchecked") // a copy of the record
        R changed = (R) RecordSettings.with((Record) record, own(record));
        return changed;
    }

    /** The settings that are fields of a record. */
    Map<String, String> own(Object record) {
        Map<String, String> own = new TreeMap<>(settings);
        own.keySet().retainAll(RecordSettings.keys((Record) record));
        return own;
    }
}

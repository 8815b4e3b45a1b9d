package io.grainflow.job.train;

import io.grainflow.train.RecordSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that are fields of several records: each record takes its own.
 *
 * @param settings by name
 */
record SettingsOfRecords(Map<String, String> settings) {
    /**
     * Settings of these records.
     *
     * @throws io.grainflow.problem.InputException if one is a field of none, or a record refuses its value
     */
    static SettingsOfRecords of(Map<String, String> settings, Object... records) {
        List<Record> all = Arrays.stream(records).map(Record.class::cast).toList();
        RecordSettings.withAll(all, settings);
        return new SettingsOfRecords(settings);
    }

    /** A record with those that are fields of it. */
    <R> R apply(R record) {
        @SuppressWarnings("unchecked") // a copy of the record
        R changed = (R) RecordSettings.with((Record) record, own(record));
        return changed;
    }

    /** Those that are fields of a record. */
    Map<String, String> own(Object record) {
        Map<String, String> own = new TreeMap<>(settings);
        own.keySet().retainAll(RecordSettings.keys((Record) record));
        return own;
    }
}

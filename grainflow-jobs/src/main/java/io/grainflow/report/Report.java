package io.grainflow.report;

import java.util.List;

/**
 * A page: what was done, with figures and pictures. Plain data; {@link ReportPage} sets it.
 *
 * @param title of the page
 * @param summary what came out, in a few sentences
 * @param facts the figures to see first
 * @param sections in reading order; figures and tables are numbered through
 */
public record Report(String title, String summary, List<Fact> facts, List<Section> sections) {
    public Report {
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
    }

    /**
     * One figure to see first.
     *
     * @param value with its unit
     */
    public record Fact(String label, String value) {}

    /** A part of the page under a heading. */
    public record Section(String title, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }
}

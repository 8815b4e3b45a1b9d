package io.grainflow.report;

import java.util.List;

/**
 * The content of a report: texts, figures and pictures, as plain data. {@link ReportPage} writes it as a page.
 *
 * @param title title of the page
 * @param summary summary of the results in a few sentences
 * @param facts the most important figures
 * @param sections in reading order; figures and tables are numbered through
 */
public record Report(String title, String summary, List<Fact> facts, List<Section> sections) {
    public Report {
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
    }

    /**
     * One of the most important figures.
     *
     * @param value value with its unit
     */
    public record Fact(String label, String value) {}

    /** A part of the page under a heading. */
    public record Section(String title, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }
}

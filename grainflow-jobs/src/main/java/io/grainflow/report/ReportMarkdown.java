package io.grainflow.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the texts and tables of a {@link Report} as GitHub-flavoured Markdown; pictures and charts are left out. */
public final class ReportMarkdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>#|~&!]");

    private final StringBuilder text = new StringBuilder();
    private int tables;

    private ReportMarkdown() {}

    /** The document; equal reports give equal text, and no text of the report acts as markup. */
    public static String text(Report report) {
        ReportMarkdown markdown = new ReportMarkdown();
        markdown.report(report);
        return markdown.text.toString().stripTrailing() + "\n";
    }

    private void report(Report report) {
        text.append("# ").append(escaped(report.title())).append("\n\n");
        ReportPage.paragraphs(report.summary()).forEach(this::paragraph);
        for (Report.Fact fact : report.facts()) {
            text.append("- ").append(escaped(fact.label())).append(": **");
            text.append(escaped(fact.value())).append("**\n");
        }
        text.append(report.facts().isEmpty() ? "" : "\n");
        for (Report.Section section : report.sections()) {
            List<Block> blocks = ReportPage.withoutEmptyBlocks(section).blocks().stream()
                    .filter(block -> !(block instanceof Block.Charts) && !(block instanceof Block.Gallery))
                    .toList();
            if (!blocks.isEmpty()) {
                text.append("## ").append(escaped(section.title())).append("\n\n");
                blocks.forEach(this::block);
            }
        }
    }

    private void block(Block block) {
        if (block instanceof Block.Table table) {
            table(table);
        } else if (block instanceof Block.Paragraph paragraph) {
            paragraph(paragraph.text());
        } else if (block instanceof Block.Commands commands) {
            for (String line : commands.lines()) {
                // an indented block has no end mark that a line could contain
                text.append("    ").append(line.replaceAll("\\R", " ")).append('\n');
            }
            text.append('\n');
        }
    }

    private void paragraph(String words) {
        text.append(escaped(words)).append("\n\n");
    }

    private void table(Block.Table table) {
        paragraph("Table " + ++tables + ". " + table.caption());
        table.columns()
                .forEach(column -> text.append("| ").append(escaped(column)).append(' '));
        text.append("|\n");
        ReportPage.numeric(table).forEach(numeric -> text.append(numeric ? "|---:" : "|---"));
        text.append("|\n");
        for (List<Block.Cell> row : table.rows()) {
            for (Block.Cell cell : row) {
                String words = escaped(cell.text());
                text.append("| ")
                        .append(cell.best() ? "**" + words + "**" : words)
                        .append(' ');
            }
            text.append("|\n");
        }
        text.append('\n');
    }

    /** Escapes a text: line breaks become spaces, and no character acts as markup. */
    private static String escaped(String words) {
        String line = words.replaceAll("\\s*\\R\\s*", " ");
        return SPECIAL.matcher(line).replaceAll(found -> Matcher.quoteReplacement("\\" + found.group()));
    }
}

package io.grainflow.report;

import io.grainflow.image.Image;
import java.util.List;

/** A block of a section. */
public sealed interface Block {
    /** Running text. */
    record Paragraph(String text) implements Block {}

    /** Commands as typed, one a line. */
    record Commands(List<String> lines) implements Block {
        public Commands {
            lines = List.copyOf(lines);
        }
    }

    /** Pictures side by side that zoom and pan together, with one row per scene. */
    record Gallery(String caption, List<Row> rows) implements Block {
        public Gallery {
            rows = List.copyOf(rows);
        }
    }

    /** Pictures of one scene, the clean one first: the page can show how the others differ from it. */
    record Row(String title, List<Picture> pictures) {
        public Row {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * One picture.
     *
     * @param label label, such as "clean"
     * @param note a figure; may be empty
     * @param image grey, colour or packed raw; values are limited to [0,1]. Large ones are cut to their middle when a page
     *     would grow beyond a few megabytes
     */
    record Picture(String label, String note, Image image) {}

    /** Charts side by side. */
    record Charts(String caption, List<Chart> charts) implements Block {
        public Charts {
            charts = List.copyOf(charts);
        }
    }

    /** A table. The first column holds the names of the rows. */
    record Table(String caption, List<String> columns, List<List<Cell>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Cell> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "Table expects " + columns.size() + " cells in a row, got " + row.size());
                }
            }
        }
    }

    /**
     * One value of a table.
     *
     * @param best whether it is the best of its row and printed bold
     */
    record Cell(String text, boolean best) {
        public static Cell of(String text) {
            return new Cell(text, false);
        }

        /** A number with a number of decimals, or a dash if it is not finite. */
        public static Cell of(double value, int decimals) {
            return new Cell(Numbers.fixed(value, decimals), false);
        }

        public Cell asBest() {
            return new Cell(text, true);
        }
    }
}

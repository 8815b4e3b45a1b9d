package io.grainflow.dataset;

import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180): quoted fields, either line ending, an optional byte order mark. */
public final class Csv {
    private Csv() {}

    /** A row with the number of the line it starts on. */
    public record Row(int line, List<String> fields) {}

    /**
     * Reads a file.
     *
     * @throws InputException if it is missing or no UTF-8 text
     */
    public static List<Row> read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new InputException(file.toString(), "is no UTF-8 text", "save it as UTF-8", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "cannot be read (" + e.getMessage() + ")", "check it", e);
        }
    }

    static List<Row> parse(String text) {
        List<Row> rows = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int start = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            if (quoted) {
                boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (doubled || c != '"') {
                    field.append(c);
                    i += doubled ? 1 : 0;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                fields.add(take(field));
            } else if (c == '\n') {
                fields.add(take(field));
                addRow(rows, start, fields);
                fields = new ArrayList<>();
                start = line;
            } else if (c != '\r') {
                field.append(c);
            }
        }
        fields.add(take(field));
        addRow(rows, start, fields);
        return rows;
    }

    private static void addRow(List<Row> rows, int line, List<String> fields) {
        boolean blank = fields.size() == 1 && fields.get(0).isBlank();
        if (!blank) {
            rows.add(new Row(line, List.copyOf(fields)));
        }
    }

    private static String take(StringBuilder field) {
        String value = field.toString();
        field.setLength(0);
        return value;
    }

    static String quote(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}

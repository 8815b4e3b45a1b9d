package io.grainflow.dataset;

import io.grainflow.problem.InputException;
import java.util.Map;

/**
 * Which rows of a manifest are taken: {@code DIR?unflagged} leaves out rows whose column {@code flags} is not empty,
 * {@code DIR?only=PREFIX} takes rows whose noisy path starts so; both may be joined by {@code &}.
 *
 * @param prefix what the noisy path must start with; empty for anything
 * @param unflagged whether rows with flags are left out
 */
record RowFilter(String prefix, boolean unflagged) {
    static final RowFilter ALL = new RowFilter("", false);

    static RowFilter parse(String argument, String query) {
        RowFilter filter = ALL;
        for (String part : query.split("&", -1)) {
            if (part.equals("unflagged")) {
                filter = new RowFilter(filter.prefix, true);
            } else if (part.startsWith("only=")) {
                filter = new RowFilter(part.substring("only=".length()), filter.unflagged);
            } else {
                throw new InputException(
                        "data " + argument, "has the unknown filter \"" + part + "\"", "known: unflagged, only=PREFIX");
            }
        }
        return filter;
    }

    boolean accepts(Map<String, String> row) {
        return row.getOrDefault("noisy", "").startsWith(prefix)
                && (!unflagged || row.getOrDefault("flags", "").isBlank());
    }

    String described() {
        return equals(ALL) ? "" : " that pass the filter (only=" + prefix + (unflagged ? ", unflagged" : "") + ")";
    }
}

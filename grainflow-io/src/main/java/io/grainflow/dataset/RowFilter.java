package io.grainflow.dataset;

import io.grainflow.problem.InputException;
import java.util.Map;

/**
 * Selects rows of a manifest: {@code DIR?unflagged} leaves out rows whose column {@code flags} is not empty, {@code DIR?only=PREFIX}
 * selects rows whose noisy path starts with the prefix, {@code DIR?camera=NAME} those of a camera and {@code DIR?camera!=NAME} those of all
 * other cameras. Several filters are joined by {@code &}.
 *
 * @param prefix prefix of the noisy path; empty for any path
 * @param unflagged whether rows with flags are left out
 * @param camera camera whose rows are selected; empty for all
 * @param otherCamera camera whose rows are left out; empty for none
 */
record RowFilter(String prefix, boolean unflagged, String camera, String otherCamera) {
    static final RowFilter ALL = new RowFilter("", false, "", "");

    static RowFilter parse(String argument, String query) {
        RowFilter filter = ALL;
        for (String part : query.split("&", -1)) {
            if (part.equals("unflagged")) {
                filter = new RowFilter(filter.prefix, true, filter.camera, filter.otherCamera);
            } else if (part.startsWith("only=")) {
                String prefix = part.substring("only=".length());
                filter = new RowFilter(prefix, filter.unflagged, filter.camera, filter.otherCamera);
            } else if (part.startsWith("camera!=")) {
                String camera = part.substring("camera!=".length());
                filter = new RowFilter(filter.prefix, filter.unflagged, filter.camera, camera);
            } else if (part.startsWith("camera=")) {
                String camera = part.substring("camera=".length());
                filter = new RowFilter(filter.prefix, filter.unflagged, camera, filter.otherCamera);
            } else {
                throw new InputException(
                        "data " + argument,
                        "has the unknown filter \"" + part + "\"",
                        "known: unflagged, only=PREFIX, camera=NAME, camera!=NAME");
            }
        }
        return filter;
    }

    boolean accepts(Map<String, String> row) {
        String taken = row.getOrDefault("camera", "");
        return row.getOrDefault("noisy", "").startsWith(prefix)
                && (camera.isEmpty() || camera.equals(taken))
                && (otherCamera.isEmpty() || !otherCamera.equals(taken))
                && (!unflagged || row.getOrDefault("flags", "").isBlank());
    }

    String described() {
        return equals(ALL)
                ? ""
                : " that pass the filter (only=" + prefix + (unflagged ? ", unflagged" : "")
                        + (camera.isEmpty() ? "" : ", camera=" + camera)
                        + (otherCamera.isEmpty() ? "" : ", camera!=" + otherCamera) + ")";
    }
}

package io.grainflow.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The meaning of a colour and line style in all charts of a figure.
 *
 * @param colour name of the variable in the style sheet
 */
public record ChartKey(String name, Chart.Style style, String colour) {
    /** Colours of the palette: the text colour and six hues. */
    private static final int COLOURS = 7;

    /** The key of charts side by side; empty if no chart has more than one series. */
    static List<ChartKey> of(List<Chart> charts) {
        Map<String, ChartKey> keys = new LinkedHashMap<>();
        boolean several = false;
        for (Chart chart : charts) {
            if (chart instanceof Chart.Lines lines) {
                several |= lines.series().size() > 1;
                lines.series().forEach(series -> keys.putIfAbsent(series.name(), of(series)));
            }
        }
        return several ? new ArrayList<>(keys.values()) : List.of();
    }

    private static ChartKey of(Chart.Series series) {
        return new ChartKey(series.name(), series.style(), "--series-" + Math.floorMod(series.colour(), COLOURS));
    }
}

package io.grainflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The figures of a chart as a table, for readers who cannot see the chart, print the page, or have scripts disabled. */
public record ChartTable(List<String> columns, List<List<String>> rows) {
    private static final int MOST_ROWS = 60;
    private static final int DIGITS = 4;

    public ChartTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** At most 60 evenly spaced rows of each long line. */
    static ChartTable of(Chart chart) {
        if (chart instanceof Chart.HeatMap map) {
            return of(map);
        }
        Chart.Lines lines = (Chart.Lines) chart;
        boolean oneAxis = lines.series().stream()
                .allMatch(series -> series.x().equals(lines.series().get(0).x()));
        return oneAxis ? wide(lines) : tall(lines);
    }

    private static ChartTable of(Chart.HeatMap map) {
        List<String> columns = new ArrayList<>(List.of("rows \\ columns"));
        IntStream.rangeClosed(-map.radius(), map.radius()).forEach(lag -> columns.add(Numbers.fixed(lag, 0)));
        List<List<String>> rows = new ArrayList<>();
        for (int y = 0; y < map.values().size(); y++) {
            List<String> row = new ArrayList<>(List.of(Numbers.fixed((double) y - map.radius(), 0)));
            map.values().get(y).forEach(value -> row.add(Numbers.fixed(value, 3)));
            rows.add(row);
        }
        return new ChartTable(columns, rows);
    }

    /** One column per series. */
    private static ChartTable wide(Chart.Lines lines) {
        List<String> columns = new ArrayList<>(List.of(lines.xName()));
        lines.series().forEach(series -> columns.add(series.name()));
        List<List<String>> rows = new ArrayList<>();
        if (!lines.series().isEmpty()) {
            List<Double> x = lines.series().get(0).x();
            for (int i : shown(x.size())) {
                List<String> row = new ArrayList<>(List.of(Numbers.significant(x.get(i), DIGITS)));
                lines.series()
                        .forEach(
                                series -> row.add(Numbers.significant(series.y().get(i), DIGITS)));
                rows.add(row);
            }
        }
        return new ChartTable(columns, rows);
    }

    /** One row per point, for series with different positions. */
    private static ChartTable tall(Chart.Lines lines) {
        List<List<String>> rows = new ArrayList<>();
        for (Chart.Series series : lines.series()) {
            for (int i : shown(series.x().size())) {
                rows.add(List.of(
                        series.name(),
                        Numbers.significant(series.x().get(i), DIGITS),
                        Numbers.significant(series.y().get(i), DIGITS)));
            }
        }
        return new ChartTable(List.of("series", lines.xName(), lines.yName()), rows);
    }

    private static int[] shown(int size) {
        int count = Math.min(size, MOST_ROWS);
        return IntStream.range(0, count)
                .map(i -> count == 1 ? 0 : (int) ((long) i * (size - 1) / (count - 1)))
                .toArray();
    }
}

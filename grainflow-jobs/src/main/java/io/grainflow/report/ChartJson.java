package io.grainflow.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Charts as data for the page's script. The field names are those of {@code charts.js}. */
final class ChartJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ChartJson() {}

    static Map<String, Object> of(String place, Chart chart) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("place", place);
        if (chart instanceof Chart.HeatMap map) {
            put(data, map);
        } else if (chart instanceof Chart.Lines lines) {
            put(data, lines);
        }
        return data;
    }

    /** JSON that cannot end the script element around it. */
    static String text(List<Map<String, Object>> charts) {
        return JSON.writeValueAsString(charts).replace("<", "\\u003c");
    }

    private static void put(Map<String, Object> data, Chart.Lines chart) {
        data.put("kind", "lines");
        data.put("xName", chart.xName());
        data.put("yName", chart.yName());
        data.put("log", chart.logarithmic());
        List<Map<String, Object>> series = new ArrayList<>();
        for (Chart.Series one : chart.series()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("name", one.name());
            item.put("style", one.style().name());
            item.put("colour", one.colour());
            item.put("points", points(one, chart.logarithmic()));
            series.add(item);
        }
        data.put("series", series);
    }

    private static List<List<Double>> points(Chart.Series series, boolean logarithmic) {
        List<List<Double>> points = new ArrayList<>();
        for (int i = 0; i < series.x().size(); i++) {
            double y = Numbers.rounded(series.y().get(i));
            if (Double.isFinite(y) && (!logarithmic || y > 0)) {
                points.add(List.of(Numbers.rounded(series.x().get(i)), y));
            }
        }
        return points;
    }

    private static void put(Map<String, Object> data, Chart.HeatMap map) {
        data.put("kind", "heat");
        data.put("radius", map.radius());
        data.put("limit", map.limit());
        data.put(
                "values",
                map.values().stream()
                        .map(row -> row.stream().map(Numbers::rounded).toList())
                        .toList());
    }
}

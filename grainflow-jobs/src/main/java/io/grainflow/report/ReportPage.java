package io.grainflow.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Sets a {@link Report} as one HTML page that needs nothing else: styles, script, pictures and data are inside. */
public final class ReportPage {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Report report;
    private final List<Map<String, Object>> charts = new ArrayList<>();
    private int figures;
    private int tables;

    private ReportPage(Report report) {
        this.report = report;
    }

    /** The page; equal reports give equal text. */
    public static String html(Report report) {
        TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
        StringOutput body = new StringOutput();
        ReportPage page = new ReportPage(report);
        engine.render("report.jte", page, body);
        return body.toString();
    }

    // ---- what the template asks for ----

    public Report report() {
        return report;
    }

    public String style() {
        return resource("report.css");
    }

    public String script() {
        return resource("report.js");
    }

    /** The chart library; absent where the page has no charts. */
    public String library() {
        return charts.isEmpty() ? "" : resource(CHARTS).replace("</script", "<\\/script");
    }

    public int nextFigure() {
        return ++figures;
    }

    public int nextTable() {
        return ++tables;
    }

    public String picture(Block.Picture picture) {
        return PngData.uri(picture.image());
    }

    /** Keeps the chart for the page's data and gives the name of its place. */
    public String place(Chart chart) {
        String place = "chart-" + charts.size();
        Map<String, Object> data = chart instanceof Chart.HeatMap map ? heatMap(map) : lines((Chart.Lines) chart);
        data.put("place", place);
        charts.add(data);
        return place;
    }

    /** The charts' data as JSON that cannot end its script element. */
    public String data() {
        return JSON.writeValueAsString(charts).replace("<", "\\u003c");
    }

    private static Map<String, Object> lines(Chart.Lines chart) {
        Map<String, Object> data = new LinkedHashMap<>();
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
        return data;
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

    private static Map<String, Object> heatMap(Chart.HeatMap map) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", "heat");
        data.put("radius", map.radius());
        data.put("limit", map.limit());
        data.put(
                "values",
                map.values().stream()
                        .map(row -> row.stream().map(Numbers::rounded).toList())
                        .toList());
        return data;
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page's part " + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}

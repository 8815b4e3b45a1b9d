package io.grainflow.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.grainflow.image.PixelDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Sets a {@link Report} as one HTML page that needs nothing else: styles, script, pictures and data are inside, and the
 * page forbids browsers to load anything. Sections, charts and tables without content are left out.
 */
public final class ReportPage {
    private static final Pattern NUMBER =
            Pattern.compile("([-+\u2212]?[0-9][0-9.,\u202f]*( ?(%|dB|s|min|h))?|\u2013|\u2212|)");

    private final Report report;
    private final List<Report.Section> sections;
    private final int pictureSide;
    private final List<Map<String, Object>> charts = new ArrayList<>();
    private int figures;
    private int tables;

    private ReportPage(Report report) {
        this.report = report;
        sections = report.sections().stream()
                .map(ReportPage::withoutEmptyBlocks)
                .filter(section -> !section.blocks().isEmpty())
                .toList();
        pictureSide = PictureSize.side((int) sections.stream()
                .flatMap(section -> section.blocks().stream())
                .filter(Block.Gallery.class::isInstance)
                .flatMap(block -> ((Block.Gallery) block).rows().stream())
                .mapToLong(row -> row.pictures().size())
                .sum());
    }

    /** The page; equal reports give equal text. */
    public static String html(Report report) {
        TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
        StringOutput body = new StringOutput();
        engine.render("report.jte", new ReportPage(report), body);
        return body.toString();
    }

    static Report.Section withoutEmptyBlocks(Report.Section section) {
        return new Report.Section(
                section.title(),
                section.blocks().stream().filter(block -> !isEmpty(block)).toList());
    }

    private static boolean isEmpty(Block block) {
        if (block instanceof Block.Gallery gallery) {
            return gallery.rows().isEmpty();
        }
        if (block instanceof Block.Charts group) {
            return group.charts().isEmpty();
        }
        if (block instanceof Block.Table table) {
            return table.rows().isEmpty();
        }
        if (block instanceof Block.Commands commands) {
            return commands.lines().isEmpty();
        }
        return block instanceof Block.Paragraph paragraph && paragraph.text().isBlank();
    }

    /** Parts of a text between blank lines. */
    static List<String> paragraphs(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\R\\s*\\R"));
    }

    // ---- called by the template ----

    public Report report() {
        return report;
    }

    public List<String> summary() {
        return paragraphs(report.summary());
    }

    public List<Report.Section> sections() {
        return sections;
    }

    public String style() {
        return Assets.style();
    }

    public String script() {
        return Assets.script(hasCharts());
    }

    /** Whether charts have been placed. */
    public boolean hasCharts() {
        return !charts.isEmpty();
    }

    public String library() {
        return Assets.chartLibrary();
    }

    public int nextFigure() {
        return ++figures;
    }

    public int nextTable() {
        return ++tables;
    }

    /** A picture as a PNG data URI, developed as the first one of its row would be. */
    public String picture(Block.Row row, Block.Picture picture) {
        return Development.of(row.pictures().get(0).image()).dataUri(PictureSize.middle(picture.image(), pictureSide));
    }

    public int height(Block.Picture picture) {
        return Math.min(pictureSide, picture.image().height());
    }

    public int width(Block.Picture picture) {
        return Math.min(pictureSide, picture.image().width());
    }

    /** A note on how the pictures were processed for display; may be empty. */
    public String remark(Block.Gallery gallery) {
        List<Block.Picture> all =
                gallery.rows().stream().flatMap(row -> row.pictures().stream()).toList();
        boolean raw = all.stream().anyMatch(picture -> picture.image().domain() == PixelDomain.RAW_PACKED);
        boolean cut = all.stream().anyMatch(picture -> PictureSize.exceeds(picture.image(), pictureSide));
        return (raw ? "Linear raw data are shown with grey-world white balance and sRGB gamma. " : "")
                + (cut ? "The middle " + pictureSide + "\u00d7" + pictureSide + " pixels are shown. " : "");
    }

    public List<ChartKey> keys(Block.Charts group) {
        return ChartKey.of(group.charts());
    }

    /** The ends of the colour scale of the group's maps: one text per scale in use, none without maps. */
    public List<String> scales(Block.Charts group) {
        return group.charts().stream()
                .filter(Chart.HeatMap.class::isInstance)
                .map(map -> Numbers.significant(((Chart.HeatMap) map).limit(), 2))
                .distinct()
                .toList();
    }

    public ChartTable figures(Chart chart) {
        return ChartTable.of(chart);
    }

    /** Adds the chart to the page's data and returns the name of its element. */
    public String place(Chart chart) {
        String place = "chart-" + charts.size();
        charts.add(ChartJson.of(place, chart));
        return place;
    }

    /** The charts' data as JSON that cannot end its script element. */
    public String data() {
        return ChartJson.text(charts);
    }

    /** For each column whether all of its cells are numbers, which are set flush right. */
    public static List<Boolean> numeric(Block.Table table) {
        return IntStream.range(0, table.columns().size())
                .mapToObj(column -> column > 0
                        && table.rows().stream()
                                .allMatch(row ->
                                        NUMBER.matcher(row.get(column).text()).matches()))
                .toList();
    }
}

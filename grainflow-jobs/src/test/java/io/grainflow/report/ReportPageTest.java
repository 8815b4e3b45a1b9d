package io.grainflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportPageTest {
    @TempDir
    Path folder;

    @Test
    void nothingIsLoadedFromElsewhere() {
        String html = ReportPage.html(sample("A report"));
        assertThat(withoutLibrary(html))
                .doesNotContainPattern("(src|href)=\"(?!data:|#)")
                .doesNotContainPattern("@import|url\\(")
                .doesNotContain("fetch(")
                .contains("content=\"default-src 'none'; img-src data:;");
        assertThat(html.length()).isLessThan(4_000_000);
        assertThat(html).isEqualTo(ReportPage.html(sample("A report")));
    }

    @Test
    void whatUsersNamedIsInert() {
        String evil = "<script>alert(1)</script>\"'&";
        String html = ReportPage.html(sample(evil));
        assertThat(html).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        String data = html.substring(html.indexOf("id=\"chart-data\">") + 16);
        assertThat(data.substring(0, data.indexOf("</script>"))).doesNotContain("<");
    }

    @Test
    void aPageWithoutChartsNeedsNoLibrary() {
        String html = ReportPage.html(new Report("Short", "Nothing.", List.of(), List.of()));
        assertThat(html.length()).isLessThan(40_000);
        assertThat(html).contains("<h1>Short</h1>").doesNotContain("<section");
    }

    @Test
    void everyElementIsClosedAndEveryIdentifierUnique() {
        String html = withoutLibrary(ReportPage.html(sample("a < b & \"c\"")))
                .replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "")
                .replaceAll("<![^>]*>", "");
        Deque<String> open = new ArrayDeque<>();
        Matcher tag =
                Pattern.compile("<(/?)([a-z0-9]+)((?:[^>\"]|\"[^\"]*\")*)>").matcher(html);
        while (tag.find()) {
            if (tag.group(1).equals("/")) {
                assertThat(open.pop())
                        .as(html.substring(Math.max(0, tag.start() - 80), tag.end()))
                        .isEqualTo(tag.group(2));
            } else if (!List.of("meta", "img").contains(tag.group(2))) {
                open.push(tag.group(2));
            }
        }
        assertThat(open).isEmpty();
        assertThat(html.replaceAll("<(/?)([a-z0-9]+)((?:[^>\"]|\"[^\"]*\")*)>", ""))
                .doesNotContain("<", ">");
        assertThat(Pattern.compile(" id=\"([^\"]*)\"").matcher(html).results().map(found -> found.group(1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void partsWithoutContentAreLeftOut() {
        Report report = new Report(
                "Short",
                "One.\n\nTwo.",
                List.of(),
                List.of(
                        new Report.Section("Full", List.of(new Block.Paragraph("Words."))),
                        new Report.Section(
                                "Hollow",
                                List.of(
                                        new Block.Gallery("g", List.of()),
                                        new Block.Charts("c", List.of()),
                                        new Block.Table("t", List.of("a"), List.of()),
                                        new Block.Commands(List.of()),
                                        new Block.Paragraph(" ")))));
        assertThat(ReportPage.html(report))
                .contains(">Full<", "<p class=\"summary\">Two.</p>")
                .doesNotContain("Hollow", "<figure", "<table", "<pre");
    }

    @Test
    void theDataOfChartsCanBeReadWithoutAScript() {
        String html = ReportPage.html(sample("x"));
        assertThat(html).contains("<noscript>", "<td>\u221210</td>", "<th scope=\"col\">model</th>");
        ChartTable tall = ChartTable.of(new Chart.Lines(
                "t",
                "x",
                "y",
                false,
                List.of(
                        new Chart.Series("a", Chart.Style.LINE, 0, List.of(1.0), List.of(2.0)),
                        new Chart.Series("b", Chart.Style.POINTS, 1, List.of(3.0), List.of(Double.NaN)))));
        assertThat(tall.rows()).containsExactly(List.of("a", "1", "2"), List.of("b", "3", "\u2013"));
    }

    @Test
    void manyLargePicturesStayWithinTheBudget() {
        List<Block.Row> rows = new ArrayList<>();
        for (int r = 0; r < 8; r++) {
            float[] values = new float[3 * 300 * 300];
            RandomField noise = new RandomField(new Seed(r));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.5 + 0.2 * noise.normal(i));
            }
            Image image = Image.adopt(PixelDomain.SRGB, 300, 300, values);
            rows.add(new Block.Row("scene " + r, Collections.nCopies(5, new Block.Picture("noisy", "", image))));
        }
        String html = ReportPage.html(new Report(
                "Big", "", List.of(), List.of(new Report.Section("s", List.of(new Block.Gallery("g", rows))))));
        assertThat(html.length()).isBetween(1_000_000, 2_900_000);
        assertThat(html).contains("The middle 127\u00d7127 pixels are shown.");
    }

    @Test
    void numbersAreForReaders() {
        assertThat(Numbers.fixed(-0.0004, 2)).isEqualTo("0.00");
        assertThat(Numbers.fixed(-1.5, 2)).isEqualTo("\u22121.50");
        assertThat(Numbers.significant(0.1 + 0.2, 4)).isEqualTo("0.3");
        assertThat(Numbers.significant(-1.25e-7, 2)).isEqualTo("\u22121.2\u00b710\u207b\u2077");
        assertThat(Block.Cell.of(1.23456, 2).text()).isEqualTo("1.23");
        assertThat(Block.Cell.of(Double.NaN, 2).text()).isEqualTo("\u2013");
        assertThat(withoutLibrary(ReportPage.html(sample("x"))))
                .doesNotContain("NaN")
                .doesNotContain("0.333333333");
    }

    @Test
    void unequalSeriesAndRowsAreErrors() {
        assertThatThrownBy(() -> new Chart.Series("s", Chart.Style.LINE, 0, List.of(1.0), List.of()))
                .hasMessage("Series expects as many x as y, got 1 and 0");
        assertThatThrownBy(() -> new Block.Table("t", List.of("a", "b"), List.of(List.of(Block.Cell.of("x")))))
                .hasMessage("Table expects 2 cells in a row, got 1");
    }

    @Test
    void aBrowserDrawsEveryChart() throws IOException, InterruptedException {
        Path browser = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        Assumptions.assumeTrue(
                Files.isExecutable(browser) && !browser.toString().isEmpty(), "no Chromium on this machine");
        Path page = folder.resolve("report.html");
        Files.writeString(page, ReportPage.html(sample("A report")));
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        String drawn = Files.readString(dom, StandardCharsets.UTF_8);
        assertThat(drawn).doesNotContain("data-error=").contains("data-charts=\"5\"");
        assertThat(drawn.split("<svg", -1)).hasSizeGreaterThanOrEqualTo(6);
        // three maps of 121 cells, each a path of its own
        assertThat(drawn.split("<path", -1)).hasSizeGreaterThan(3 * 121);
    }

    private static String withoutLibrary(String html) {
        return html.substring(0, html.indexOf("<script>")) + html.substring(html.lastIndexOf("<script>"));
    }

    static Report sample(String title) {
        return new Report(
                title,
                "A virtual camera photographed twelve scenes. The heteroscedastic model describes its noise better than a Gaussian"
                        + " does, and a denoiser trained on synthetic noise gains 6.1 dB.",
                List.of(
                        new Report.Fact("KLD, heteroscedastic", "0.012"),
                        new Report.Fact("KLD, Gaussian", "0.094"),
                        new Report.Fact("PSNR gain", "+6.1 dB")),
                List.of(
                        new Report.Section("Pictures", List.of(gallery(title))),
                        new Report.Section(
                                "What was learned",
                                List.of(
                                        new Block.Paragraph("Charts are read from data."),
                                        new Block.Charts("Noise of one capture.", List.of(lines(true), lines(false))),
                                        new Block.Charts(
                                                "Correlation with the neighbours.",
                                                List.of(heat(1), heat(2), heat(3))))),
                        new Report.Section(
                                "Figures",
                                List.of(new Block.Table(
                                        "Distances per capture.",
                                        List.of("capture", "KLD Gaussian", "KLD het."),
                                        List.of(List.of(
                                                Block.Cell.of(title),
                                                Block.Cell.of(0.094, 4),
                                                Block.Cell.of(1.0 / 81, 4).asBest()))))),
                        new Report.Section(
                                "Do it again", List.of(new Block.Commands(List.of("./grainflow demo --seed 0"))))));
    }

    private static Block.Gallery gallery(String title) {
        List<Block.Row> rows = new ArrayList<>();
        for (int r = 0; r < 2; r++) {
            List<Block.Picture> pictures = new ArrayList<>();
            for (String label : List.of("clean", "real noisy", "synthetic", "denoised")) {
                pictures.add(new Block.Picture(label, "31.42 dB", picture(r, label)));
            }
            rows.add(new Block.Row("vc-phone ISO 1600, " + title, pictures));
        }
        return new Block.Gallery("Scenes that training never saw.", rows);
    }

    private static Image picture(int row, String label) {
        RandomField noise = new RandomField(new Seed(row).child(label));
        float[] values = new float[3 * 96 * 96];
        for (int i = 0; i < values.length; i++) {
            int x = i % 96;
            int y = i / 96 % 96;
            double sigma = label.equals("clean") ? 0 : 0.06;
            values[i] = (float) (0.5 + 0.3 * Math.sin(x / (6.0 + row)) * Math.cos(y / 9.0) + sigma * noise.normal(i));
        }
        return Image.adopt(PixelDomain.SRGB, 96, 96, values);
    }

    private static Chart lines(boolean logarithmic) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = -30; i <= 30; i++) {
            x.add(i / 3.0);
            y.add(logarithmic ? Math.exp(-i * i / 60.0) : i * i / 3.0);
        }
        return new Chart.Lines(
                logarithmic ? "Histogram" : "Noise level",
                "noise (grey levels)",
                logarithmic ? "relative frequency" : "standard deviation (grey levels)",
                logarithmic,
                List.of(
                        new Chart.Series("real", Chart.Style.POINTS, 0, x, y),
                        new Chart.Series("model", Chart.Style.LINE, 1, x, y)));
    }

    private static Chart heat(int scale) {
        List<List<Double>> values = new ArrayList<>();
        for (int dy = -5; dy <= 5; dy++) {
            List<Double> row = new ArrayList<>();
            for (int dx = -5; dx <= 5; dx++) {
                row.add(Math.exp(-(dx * dx + dy * dy) / (double) scale));
            }
            values.add(row);
        }
        return new Chart.HeatMap("model " + scale, 5, 1, values);
    }
}

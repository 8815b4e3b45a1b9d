package io.grainflow.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Style and scripts of the page. */
final class Assets {
    private Assets() {}

    static String style() {
        return text("report.css");
    }

    /** The page's own script: the zoom of the pictures, and the drawing of charts if there are any. */
    static String script(boolean charts) {
        return charts ? text("viewer.js") + text("charts.js") : text("viewer.js");
    }

    /** The chart library, Apache ECharts, with its licence note. */
    static String chartLibrary() {
        Properties versions = new Properties();
        try (InputStream in = open("webjars.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String path = "/META-INF/resources/webjars/echarts/" + versions.getProperty("echarts") + "/echarts.min.js";
        return text(path).replace("</script", "<\\/script");
    }

    private static String text(String resource) {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("the page's part " + resource + " is not on the class path");
        }
        return in;
    }
}

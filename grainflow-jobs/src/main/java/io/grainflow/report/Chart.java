package io.grainflow.report;

import java.util.List;

/** A chart as data. */
public sealed interface Chart {
    String title();

    /**
     * Lines and points over one axis.
     *
     * @param xName name of the horizontal axis, with the unit
     * @param yName name of the vertical axis, with the unit
     * @param logarithmic whether the vertical axis is; values of zero are left out then
     */
    record Lines(String title, String xName, String yName, boolean logarithmic, List<Series> series) implements Chart {
        public Lines {
            series = List.copyOf(series);
        }
    }

    /**
     * One line, or one set of points.
     *
     * @param style how it is drawn
     * @param colour number of the colour in the page's palette; series that belong together share one
     */
    record Series(String name, Style style, int colour, List<Double> x, List<Double> y) {
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
            if (x.size() != y.size()) {
                throw new IllegalArgumentException(
                        "Series expects as many x as y, got " + x.size() + " and " + y.size());
            }
        }
    }

    /** How a series is drawn. */
    enum Style {
        LINE,
        DASHED,
        POINTS,
        /** Large points, for what stands out from others. */
        DIAMONDS,
        AREA
    }

    /**
     * A map of correlations over lags. The centre, lag zero, is always 1 and left blank.
     *
     * @param radius rows and columns run from -radius to radius
     * @param limit the colours' range is [-limit, limit]
     * @param values [2 radius + 1][2 radius + 1], rows are vertical lags
     */
    record HeatMap(String title, int radius, double limit, List<List<Double>> values) implements Chart {
        public HeatMap {
            values = values.stream().map(List::copyOf).toList();
            if (values.size() != 2 * radius + 1) {
                throw new IllegalArgumentException(
                        "HeatMap expects " + (2 * radius + 1) + " rows, got " + values.size());
            }
        }
    }
}

package io.grainflow.job.demo;

import io.grainflow.flow.LatentGaussian;
import io.grainflow.naflow.NaFlowNoise;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.report.Block;
import io.grainflow.report.Chart;
import java.util.ArrayList;
import java.util.List;

/** The latent space of a NAFlow as a picture: the Gaussian of each camera and ISO, and the latents of single photographs. */
final class LatentView {
    private LatentView() {}

    /**
     * The plane in which the points vary most. A Gaussian is a point of its means and the logarithms of its deviations, a
     * photograph is the point of the most likely Gaussian for it.
     */
    static Block of(NaFlowNoise flow, List<PairEntry> entries) {
        List<Capture> captures = flow.captures();
        List<double[]> points = new ArrayList<>();
        captures.forEach(capture -> points.add(point(flow.gaussianOf(capture))));
        entries.forEach(entry -> points.add(point(flow.latent(entry.load()).fit())));
        List<double[]> plane = PrincipalPlane.of(points);
        List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < captures.size(); i++) {
            Capture capture = captures.get(i);
            List<double[]> photographs = new ArrayList<>();
            for (int k = 0; k < entries.size(); k++) {
                if (entries.get(k).capture().equals(capture)) {
                    photographs.add(plane.get(captures.size() + k));
                }
            }
            series.add(series(name(captures, capture), Chart.Style.POINTS, i + 1, photographs));
            series.add(
                    series(name(captures, capture) + ", learned", Chart.Style.DIAMONDS, i + 1, List.of(plane.get(i))));
        }
        return new Block.Charts(
                "The latent space: each point is a held-out photograph, each diamond the Gaussian that was learned for a camera"
                        + " and ISO, in the plane in which they lie farthest apart. Photographs lie near the Gaussian of their"
                        + " setting: that is how the flow recognises it, and how it makes noise like that of a photograph of"
                        + " which nothing is known.",
                List.of(new Chart.Lines(
                        "Latent space", "first principal component", "second principal component", false, series)));
    }

    private static String name(List<Capture> captures, Capture capture) {
        boolean oneCamera = captures.stream().map(Capture::camera).distinct().count() == 1;
        return oneCamera ? "ISO " + capture.iso() : capture.toString();
    }

    private static double[] point(LatentGaussian gaussian) {
        int channels = gaussian.mean().length;
        double[] point = new double[2 * channels];
        for (int c = 0; c < channels; c++) {
            point[c] = gaussian.mean()[c];
            point[channels + c] = Math.log(Math.abs(gaussian.deviation()[c]));
        }
        return point;
    }

    private static Chart.Series series(String name, Chart.Style style, int colour, List<double[]> points) {
        return new Chart.Series(
                name,
                style,
                colour,
                points.stream().map(point -> point[0]).toList(),
                points.stream().map(point -> point[1]).toList());
    }
}

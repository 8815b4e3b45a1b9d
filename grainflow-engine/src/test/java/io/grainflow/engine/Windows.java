package io.grainflow.engine;

import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs plans on whole windows in planes, for tests. */
public final class Windows {
    private Windows() {}

    /** Outputs in their order for inputs by name, each [C,h,w]. */
    public static List<float[]> run(Plan plan, Graph graph, int height, int width, Map<String, float[]> inputs) {
        return run(plan::run, graph, height, width, inputs);
    }

    /** Something that computes images by rows. */
    @FunctionalInterface
    public interface Runner {
        void run(int height, int width, RowSource source, RowSink sink);
    }

    /** Outputs in their order for inputs by name, each [C,h,w], vectors [C]. */
    public static List<float[]> run(Runner plan, Graph graph, int height, int width, Map<String, float[]> inputs) {
        List<Operation.Input> given = graph.inputs();
        List<Extent> extents = graph.extents();
        List<Extent> asked = graph.outputs().stream()
                .map(output -> extents.get(output.value()))
                .toList();
        List<float[]> outputs = new ArrayList<>();
        asked.forEach(extent -> outputs.add(
                new float
                        [extent.channels() * (extent.everywhere() ? 1 : (height * width) >> (2 * extent.halvings()))]));
        RowSource source = (input, from, rows, values) -> {
            Operation.Input asks = given.get(input);
            int halvings = asks.halvings();
            float[] planes = inputs.getOrDefault(asks.name(), new float[0]);
            copy(planes, values, asks.channels(), height >> halvings, width >> halvings, from, rows, true);
        };
        RowSink sink = (output, from, rows, values) -> {
            Extent extent = asked.get(output);
            int halvings = extent.halvings();
            float[] planes = outputs.get(output);
            int columns = extent.everywhere() ? 1 : width >> halvings;
            copy(
                    planes,
                    values,
                    extent.channels(),
                    extent.everywhere() ? 1 : height >> halvings,
                    columns,
                    from,
                    rows,
                    false);
        };
        plan.run(height, width, source, sink);
        return outputs;
    }

    static void copy(
            float[] planes,
            float[] rows,
            int channels,
            int height,
            int width,
            int from,
            int count,
            boolean fromPlanes) {
        for (int y = 0; y < count; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    int plane = (c * height + from + y) * width + x;
                    int row = (y * width + x) * channels + c;
                    if (fromPlanes) {
                        rows[row] = planes[plane];
                    } else {
                        planes[plane] = rows[row];
                    }
                }
            }
        }
    }
}

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
    public static List<float[]> run(
            Plan plan, Graph graph, int height, int width, int threads, Map<String, float[]> inputs) {
        List<Operation.Input> given = graph.inputs();
        List<Extent> extents = graph.extents();
        List<Extent> asked = graph.outputs().stream()
                .map(output -> extents.get(output.value()))
                .toList();
        List<float[]> outputs = new ArrayList<>();
        asked.forEach(
                extent -> outputs.add(new float[extent.channels() * ((height * width) >> (2 * extent.halvings()))]));
        plan.run(
                height,
                width,
                threads,
                (input, from, rows, values) -> {
                    Operation.Input description = given.get(input);
                    float[] planes = inputs.get(description.name());
                    if (planes == null) {
                        throw new IllegalArgumentException("no " + description.name());
                    }
                    int halvings = description.halvings();
                    copy(
                            planes,
                            values,
                            description.channels(),
                            height >> halvings,
                            width >> halvings,
                            from,
                            rows,
                            true);
                },
                (output, from, rows, values) -> {
                    Extent extent = asked.get(output);
                    int halvings = extent.halvings();
                    copy(
                            outputs.get(output),
                            values,
                            extent.channels(),
                            height >> halvings,
                            width >> halvings,
                            from,
                            rows,
                            false);
                });
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

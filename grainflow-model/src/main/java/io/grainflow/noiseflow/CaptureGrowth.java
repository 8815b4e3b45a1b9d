package io.grainflow.noiseflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A trained flow that is extended by cameras and ISOs. A new ISO starts with the parameters of the nearest known ISO, a new camera with the
 * mean of the known cameras; all other parameters are unchanged.
 *
 * @param spec of the larger flow
 * @param weights to train it from
 */
public record CaptureGrowth(CaptureFlowSpec spec, Weights weights) {
    /** Extends a flow by the cameras and ISOs of some captures. */
    public static CaptureGrowth of(CaptureFlowSpec known, Weights weights, List<Capture> captures) {
        Set<String> cameras = new LinkedHashSet<>(known.cameras());
        Set<Integer> isos = new LinkedHashSet<>(known.isos());
        captures.forEach(capture -> {
            cameras.add(capture.camera().code());
            isos.add(capture.iso());
        });
        CaptureFlowSpec grown = known.with(List.copyOf(cameras), List.copyOf(isos));
        Tables tables = new Tables(known, grown);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : grown.slots()) {
            StoredTensor old = weights.get(slot.name());
            boolean same = slot.shape()
                    .equals(java.util.Arrays.stream(old.shape()).boxed().toList());
            tensors.put(slot.name(), same ? old : tables.grown(slot, old));
        }
        return new CaptureGrowth(grown, Weights.of(tensors));
    }

    /** For each camera and ISO of the extended flow, the rows of the original flow that initialise it. */
    private record Tables(CaptureFlowSpec known, CaptureFlowSpec grown) {
        StoredTensor grown(ParameterSlot slot, StoredTensor old) {
            int rows = (int) slot.extents()[0];
            int columns = slot.count() / rows;
            double[] from = old.toDoubles();
            if (slot.name().endsWith(".initial.weight")) {
                List<List<Integer>> sources = new ArrayList<>(isoSources());
                cameraSources()
                        .forEach(source -> sources.add(source.stream()
                                .map(camera -> camera + known.isos().size())
                                .toList()));
                double[] turned = rows(sources, transposed(from, rows, from.length / rows), rows);
                return StoredTensor.ofDoubles(transposed(turned, columns, rows), slot.extents());
            }
            return StoredTensor.ofDoubles(rows(sources(slot.name(), rows), from, columns), slot.extents());
        }

        private List<List<Integer>> sources(String name, int rows) {
            if (name.endsWith(".camera") || name.endsWith(".log_camera")) {
                return cameraSources();
            }
            if (rows == grown.isos().size() && !name.endsWith(".log_scale") && !name.endsWith(".bias")) {
                return isoSources();
            }
            // the rows of an ISO together
            List<List<Integer>> sources = new ArrayList<>();
            for (List<Integer> iso : isoSources()) {
                for (List<Integer> cameras : cameraSources()) {
                    sources.add(cameras.stream()
                            .map(camera -> iso.get(0) * known.cameras().size() + camera)
                            .toList());
                }
            }
            return sources;
        }

        private List<List<Integer>> cameraSources() {
            List<Integer> all =
                    Stream.iterate(0, i -> i + 1).limit(known.cameras().size()).toList();
            return grown.cameras().stream()
                    .map(camera -> known.cameras().contains(camera)
                            ? List.of(known.cameras().indexOf(camera))
                            : all)
                    .toList();
        }

        private List<List<Integer>> isoSources() {
            return grown.isos().stream().map(iso -> List.of(nearest(iso))).toList();
        }

        private int nearest(int iso) {
            int best = 0;
            for (int i = 1; i < known.isos().size(); i++) {
                double distance = Math.abs(Math.log((double) known.isos().get(i) / iso));
                if (distance < Math.abs(Math.log((double) known.isos().get(best) / iso))) {
                    best = i;
                }
            }
            return best;
        }

        /** Each row the mean of some rows. */
        private static double[] rows(List<List<Integer>> sources, double[] from, int columns) {
            double[] values = new double[sources.size() * columns];
            for (int row = 0; row < sources.size(); row++) {
                for (int source : sources.get(row)) {
                    for (int column = 0; column < columns; column++) {
                        values[row * columns + column] += from[source * columns + column]
                                / sources.get(row).size();
                    }
                }
            }
            return values;
        }

        private static double[] transposed(double[] values, int rows, int columns) {
            double[] turned = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                turned[i % columns * rows + i / columns] = values[i];
            }
            return turned;
        }
    }
}

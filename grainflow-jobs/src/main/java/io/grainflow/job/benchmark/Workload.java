package io.grainflow.job.benchmark;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.naflow.NaFlowGraph;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.network.Initialisation;
import io.grainflow.network.NetworkGraph;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network or model that a benchmark runs.
 *
 * @param name name to display
 */
public record Workload(String name, Graph graph) {
    /** The published architectures; weights do not affect their speed. */
    public enum Kind {
        /** Colour DnCNN of 17 layers and 64 features. */
        DNCNN,
        /** The U-Net of Noise2Noise. */
        UNET,
        /** Sampling of NAFlow. */
        NAFLOW
    }

    static Workload of(Kind kind) {
        Seed seed = new Seed(1);
        return switch (kind) {
            case DNCNN -> denoiser("dncnn", new DnCnnSpec(3, 17, 64, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1), seed);
            case UNET -> denoiser("unet", UNetSpec.defaults(3), seed);
            case NAFLOW -> {
                NaFlowSpec spec = NaFlowSpec.defaults(3);
                yield new Workload("naflow sampling", NaFlowGraph.decode(spec, spec.start(1, seed)));
            }
        };
    }

    private static Workload denoiser(String name, DenoiserSpec spec, Seed seed) {
        return new Workload(name, NetworkGraph.of(spec.network(), Initialisation.of(spec.network(), seed)));
    }

    /** The workload of a model file. */
    static Workload of(Path file) {
        ModelFile<?> model = ModelFile.read(file);
        String name = String.valueOf(file.getFileName());
        if (model.spec() instanceof DenoiserSpec spec) {
            return new Workload(name, NetworkGraph.of(spec.network(), model.weights()));
        }
        if (model.spec() instanceof NaFlowSpec spec) {
            return new Workload(name, NaFlowGraph.decode(spec, model.weights()));
        }
        throw new InputException(
                file.toString(),
                "is neither a denoiser nor a naflow",
                "give one of these, or a noise-flow with `megapixels`");
    }

    /** The size rounded up to whole blocks. */
    int fitting(int size) {
        return Math.max(1, size / graph.block()) * graph.block();
    }

    /** Random values between 0 and 1 for every input. */
    Map<String, ExternalEngine.Input> inputs(int size) {
        Map<String, ExternalEngine.Input> inputs = new TreeMap<>();
        for (Operation.Input input : graph.inputs()) {
            int side = size >> input.halvings();
            RandomField field = new RandomField(new Seed(1).child(input.name()));
            float[] values = new float[Math.multiplyExact(input.channels(), side * side)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) field.uniform(i, 0);
            }
            inputs.put(
                    input.name(),
                    new ExternalEngine.Input(values, List.of(1L, (long) input.channels(), (long) side, (long) side)));
        }
        return inputs;
    }
}

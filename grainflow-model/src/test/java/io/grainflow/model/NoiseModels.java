package io.grainflow.model;

import io.grainflow.c2n.C2nSpec;
import io.grainflow.file.StoredTensor;
import io.grainflow.graph.Graph;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.neca.NecaSpec;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.nmflowgan.NmFlowGanSpec;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noiseflow.FlowSrgbSpec;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.pair.Capture;
import io.grainflow.parametric.GaussianSpec;
import io.grainflow.parametric.HeteroscedasticSpec;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.train.RecordSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/** A model file of every kind of noise model, with random parameters, and the random inputs of their samples. */
public final class NoiseModels {
    /** Captures of all models. ISOs are small, because they are gains of some layers and keep the noise small. */
    public static final List<Capture> CAPTURES = List.of(Capture.of("b", 5), Capture.of("a", 2), Capture.of("b", 2));

    private static final List<String> CAMERAS = List.of("a", "b");
    private static final List<Integer> ISOS = List.of(2, 5);

    private NoiseModels() {}

    /** Every kind, and every layer of flows. */
    public static Stream<ModelFile<? extends NoiseSpec>> all() {
        return Stream.of(
                gaussian(),
                heteroscedastic(),
                noiseFlow("sdn5|unc|gain4|unc|camgain", NoiseFlowSpec.Packing.CLOCKWISE),
                noiseFlow("sdn|uncbn|gain|sdn6|unc|gain3|sdn2", NoiseFlowSpec.Packing.ROWS),
                noiseFlow("sdn1|gain1|unc|sdn3|sdn4|gain2", NoiseFlowSpec.Packing.ROWS),
                flowSrgb(FlowSrgbSpec.Order.RGB),
                flowSrgb(FlowSrgbSpec.Order.BGR),
                neca(NecaSpec.Form.WHOLE, NecaSpec.Sharing.ALL),
                neca(NecaSpec.Form.WHOLE, NecaSpec.Sharing.PER_CAMERA),
                neca(NecaSpec.Form.SIMPLIFIED, NecaSpec.Sharing.ALL),
                neca(NecaSpec.Form.SIMPLIFIED, NecaSpec.Sharing.PER_CAMERA),
                nmFlowGan(NmFlowGanSpec.published(3, CAPTURES)),
                nmFlowGan(NmFlowGanSpec.defaults(3, CAPTURES)),
                c2n(C2nSpec.Distribution.UNIFORM, C2nSpec.Order.RGB, false),
                c2n(C2nSpec.Distribution.NORMAL, C2nSpec.Order.BGR, true),
                naFlow(NaFlowSpec.Form.PUBLISHED, false, true),
                naFlow(NaFlowSpec.Form.STABLE, true, true),
                naFlow(NaFlowSpec.Form.STABLE, true, false));
    }

    private static ModelFile<GaussianSpec> gaussian() {
        Map<Capture, double[]> sigmas = new TreeMap<>();
        CAPTURES.forEach(capture -> sigmas.put(capture, new double[] {0.1, 0.2, capture.iso() / 20.0}));
        return GaussianSpec.file(sigmas, Units.of(PixelDomain.SRGB), provenance());
    }

    private static ModelFile<HeteroscedasticSpec> heteroscedastic() {
        Map<Capture, NoiseLevel> levels = new TreeMap<>();
        // the last variance is negative at white, and is clipped there
        CAPTURES.forEach(capture ->
                levels.put(capture, new NoiseLevel(new double[] {0.1, -0.05, -0.2}, new double[] {0.01, 0.06, 0.05})));
        return HeteroscedasticSpec.file(levels, Units.of(PixelDomain.SRGB), provenance());
    }

    private static ModelFile<NoiseFlowSpec> noiseFlow(String architecture, NoiseFlowSpec.Packing packing) {
        NoiseFlowSpec spec = new NoiseFlowSpec(architecture, 4, 5, CAMERAS, ISOS, packing);
        return new ModelFile<>(
                spec,
                CAPTURES,
                Units.of(PixelDomain.RAW_PACKED),
                provenance(),
                positive(RandomWeights.of(spec.slots(), new Seed(11))));
    }

    private static ModelFile<FlowSrgbSpec> flowSrgb(FlowSrgbSpec.Order order) {
        FlowSrgbSpec spec = new FlowSrgbSpec("cl2|cac|cl2|cac", 3, 5, CAMERAS, ISOS, order);
        return new ModelFile<>(
                spec, CAPTURES, Units.of(PixelDomain.SRGB), provenance(), RandomWeights.of(spec.slots(), new Seed(12)));
    }

    /** Noise of some grey levels. */
    private static ModelFile<NmFlowGanSpec> nmFlowGan(NmFlowGanSpec start) {
        NmFlowGanSpec spec = RecordSettings.replace(
                start, Map.of("generatorWidth", 4, "generatorDepth", 3, "structureWidth", 5, "pointWidth", 6));
        Map<String, StoredTensor> tensors =
                new TreeMap<>(RandomWeights.of(spec.slots(), new Seed(14)).tensors());
        tensors.replaceAll((name, tensor) -> {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length && name.endsWith(".log_scale"); i++) {
                values[i] += 1.3f;
            }
            return StoredTensor.ofFloats(values, tensor.shape());
        });
        return new ModelFile<>(spec, CAPTURES, Units.of(PixelDomain.SRGB), provenance(), Weights.of(tensors));
    }

    private static ModelFile<NaFlowSpec> naFlow(NaFlowSpec.Form form, boolean residual, boolean perCapture) {
        NaFlowSpec spec = new NaFlowSpec(3, 2, 2, 2, 8, 6, form, residual, 0.01, 256, perCapture, true, true);
        return new ModelFile<>(
                spec,
                CAPTURES,
                Units.of(PixelDomain.SRGB),
                provenance(),
                RandomWeights.of(spec.slots(CAPTURES.size()), new Seed(13)));
    }

    /** Levels are near the squares of the last biases. */
    private static ModelFile<NecaSpec> neca(NecaSpec.Form form, NecaSpec.Sharing sharing) {
        NecaSpec spec = new NecaSpec(3, 4, 6, 4, form, sharing, 0.1, CAMERAS);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        spec.tensorShapes(CAPTURES.size()).forEach((name, shape) -> {
            long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
            ParameterSlot slot = ParameterSlot.of(name, ParameterSlot.Role.KERNEL, extents);
            tensors.putAll(RandomWeights.of(List.of(slot), new Seed(14)).tensors());
        });
        tensors.replaceAll((name, tensor) ->
                name.endsWith("conv5.bias") ? StoredTensor.ofFloats(new float[] {0.3f, 0.4f, -0.35f}, 3) : tensor);
        if (form == NecaSpec.Form.WHOLE) {
            tensors.put("gains.mean", StoredTensor.ofFloats(new float[] {0.1f, 0.2f, 0.4f}, 3));
            tensors.put("gains.deviation", StoredTensor.ofFloats(new float[] {0, 0.02f, 0.05f}, 3));
        }
        return new ModelFile<>(spec, CAPTURES, Units.of(PixelDomain.SRGB), provenance(), Weights.of(tensors));
    }

    private static ModelFile<C2nSpec> c2n(C2nSpec.Distribution distribution, C2nSpec.Order order, boolean rounded) {
        C2nSpec spec = new C2nSpec(3, 6, 4, 1, 1, 2, distribution, order, rounded);
        return new ModelFile<>(
                spec,
                List.of(),
                Units.of(PixelDomain.SRGB),
                provenance(),
                RandomWeights.of(spec.slots(), new Seed(14)));
    }

    /** Whether samples lie on the 8-bit grid, where a value next to a step may fall on the other side of it. */
    public static boolean rounded(ModelFile<? extends ModelSpec> file) {
        return file.spec() instanceof FlowSrgbSpec || (file.spec() instanceof C2nSpec c2n && c2n.rounded());
    }

    private static Provenance provenance() {
        return Provenance.of(Map.of(), 1, "none", Map.of());
    }

    /** A gain is a positive number. */
    private static Weights positive(Weights weights) {
        Map<String, StoredTensor> tensors = new TreeMap<>(weights.tensors());
        tensors.replaceAll((name, tensor) ->
                name.matches("layers\\.\\d+\\.scale") ? StoredTensor.ofFloats(new float[] {1.3f}, 1) : tensor);
        return Weights.of(tensors);
    }

    /** Inputs with which the graph gives the model's sample for a seed, by name, [C,H,W] each, for one image of whole blocks. */
    public static Map<String, float[]> inputs(
            ModelFile<? extends NoiseSpec> file, Graph graph, Image clean, Seed seed) {
        boolean independent = file.spec() instanceof GaussianSpec || file.spec() instanceof HeteroscedasticSpec;
        RandomField latent = new RandomField(independent ? seed : seed.child("latent"));
        RandomField condition = new RandomField(seed.child("condition"));
        double gain = new RandomField(seed.child("gain")).normal(0);
        RandomField uniform = new RandomField(seed.child("clean"));
        RandomField independents = new RandomField(seed.child("independent"));
        RandomField style = new RandomField(seed.child("style"));
        boolean normal = file.spec() instanceof C2nSpec c2n && c2n.distribution() == C2nSpec.Distribution.NORMAL;
        Map<String, float[]> inputs = new TreeMap<>();
        graph.inputs().forEach(input -> {
            int area = (clean.height() >> input.halvings()) * (clean.width() >> input.halvings());
            int count = input.channels() * area;
            inputs.put(
                    input.name(),
                    switch (input.name()) {
                        case NoiseGraph.CLEAN -> clean.toArray();
                        case NoiseGraph.LATENT -> numbers(count, latent::normal);
                        case NoiseGraph.CONDITION_NOISE -> numbers(count, condition::normal);
                        case NoiseGraph.GAIN -> numbers(count, place -> gain);
                        case NoiseGraph.CLEAN_UNIFORM -> numbers(count, place -> uniform.uniform(place, 0));
                        case NoiseGraph.INDEPENDENT ->
                            numbers(
                                    count,
                                    place -> normal ? independents.normal(place) : independents.uniform(place, 0));
                        case NoiseGraph.STYLE -> numbers(count, place -> style.normal(place / area));
                        default -> throw new AssertionError("an input that no sample needs: " + input);
                    });
        });
        return inputs;
    }

    private static float[] numbers(int count, IntToDoubleFunction number) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) number.applyAsDouble(i);
        }
        return values;
    }

    /** An 8-bit image with some values at the ends of the range. */
    public static Image clean(ModelFile<? extends NoiseSpec> file, int height, int width) {
        int channels = file.spec().channels();
        RandomField field = new RandomField(new Seed(21));
        float[] values = numbers(
                channels * height * width,
                place -> Math.rint(255 * Math.min(1, Math.max(0, 1.2 * field.uniform(place, 0) - 0.1))) / 255);
        return Image.copyOf(file.units().domain(), height, width, values);
    }
}

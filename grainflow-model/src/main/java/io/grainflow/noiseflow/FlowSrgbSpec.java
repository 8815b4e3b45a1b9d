package io.grainflow.noiseflow;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.flow.InvertibleConvolution;
import io.grainflow.flow.Transform;
import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noiseflow.layer.CaptureAffine;
import io.grainflow.noiseflow.layer.ConditionalEdgeCoupling;
import io.grainflow.noiseflow.layer.EdgeCoupling;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Flow-sRGB (Kousha, Maleky, Brown, Brubaker, "Modeling sRGB Camera Noise with Normalizing Flows", CVPR 2022): noise of 8-bit sRGB
 * photographs.
 *
 * @param architecture words of the layers from the data to the latent, joined by |: {@code cl2} is an affine map per camera and ISO, {@code
 *     cac} a 1x1 convolution and a coupling that is conditioned on the clean image, camera and ISO
 * @param channels of the images, at least 2
 * @param width channels inside the couplings
 * @param cameras that have parameters of their own
 * @param isos that have parameters of their own
 * @param order of the channels that the flow sees
 */
@JsonTypeName("flow-srgb")
public record FlowSrgbSpec(
        String architecture, int channels, int width, List<String> cameras, List<Integer> isos, Order order)
        implements CaptureFlowSpec {
    /** The published architecture. */
    public static final String PUBLISHED = "cl2|cac|cac|cl2|cac|cac|cl2|cac|cac|cl2|cac|cac";

    private static final int MOST_LAYERS = 100;

    /** Order of the channels. */
    public enum Order {
        /** Red, green, blue, as images are stored here. */
        RGB,
        /** Blue, green, red, as the released code reads its files. */
        BGR
    }

    /** A layer. */
    private enum Word {
        CL2,
        CAC
    }

    public FlowSrgbSpec {
        cameras = List.copyOf(cameras);
        isos = List.copyOf(isos);
        words(architecture);
        if (channels < 2 || channels > 64 || width < 1 || width > 1024 || cameras.isEmpty() || isos.isEmpty()) {
            throw new IllegalArgumentException(
                    "flow-srgb expects 2 to 64 channels, a width of 1 to 1024, cameras and isos, got " + channels + ", "
                            + width + ", " + cameras + ", " + isos);
        }
    }

    /** The published architecture for some captures. */
    public static FlowSrgbSpec defaults(int channels, List<Capture> captures) {
        NoiseFlowSpec likewise = NoiseFlowSpec.defaults(2, captures);
        return new FlowSrgbSpec(PUBLISHED, channels, 4, likewise.cameras(), likewise.isos(), Order.RGB);
    }

    private static List<Word> words(String architecture) {
        String[] parts = architecture.split("\\|", -1);
        if (parts.length > MOST_LAYERS) {
            throw new IllegalArgumentException("flow-srgb expects at most " + MOST_LAYERS + " layers");
        }
        return Arrays.stream(parts)
                .map(part -> switch (part) {
                    case "cl2" -> Word.CL2;
                    case "cac" -> Word.CAC;
                    default ->
                        throw new IllegalArgumentException(
                                "flow-srgb expects an architecture of the words cl2 and cac joined by |, got '" + part
                                        + "' in " + architecture);
                })
                .toList();
    }

    @Override
    public FlowSrgbSpec with(List<String> otherCameras, List<Integer> otherIsos) {
        return new FlowSrgbSpec(architecture, channels, width, otherCameras, otherIsos, order);
    }

    @Override
    public List<ParameterSlot> slots() {
        List<ParameterSlot> slots = new ArrayList<>();
        List<Word> words = words(architecture);
        for (int i = 0; i < words.size(); i++) {
            String name = "layers." + i;
            if (words.get(i) == Word.CL2) {
                slots.addAll(CaptureAffine.slots(name, channels, cameras.size(), isos.size()));
            } else {
                slots.addAll(InvertibleConvolution.slots(name + ".conv", channels));
                slots.addAll(ConditionalEdgeCoupling.slots(
                        name + ".coupling", channels, width, cameras.size(), isos.size()));
            }
        }
        return List.copyOf(slots);
    }

    @Override
    public List<Transform> layers(Parameters parameters, Mode mode) {
        List<Transform> layers = new ArrayList<>();
        List<Word> words = words(architecture);
        for (int i = 0; i < words.size(); i++) {
            String name = "layers." + i;
            if (words.get(i) == Word.CL2) {
                layers.add(new CaptureAffine(name, parameters));
            } else {
                layers.add(new InvertibleConvolution(name + ".conv", parameters, 0));
                layers.add(new ConditionalEdgeCoupling(name + ".coupling", parameters, mode));
            }
        }
        return List.copyOf(layers);
    }

    @Override
    public int radius() {
        long couplings =
                words(architecture).stream().filter(word -> word == Word.CAC).count();
        return (int) couplings * EdgeCoupling.radius();
    }

    @Override
    public boolean dequantises() {
        return true;
    }

    @Override
    public Weights start(SortedMap<Capture, NoiseLevel> levels, Seed seed) {
        return FlowSrgbInitialisation.of(this, levels, seed);
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        return new FlowSrgbNoise(this, vocabulary, weights, inference);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return CaptureFlowGraph.flowSrgb(this, vocabulary, weights);
    }
}

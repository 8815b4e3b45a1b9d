package io.grainflow.noiseflow;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.flow.Transform;
import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noiseflow.layer.EdgeCoupling;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Noise Flow (Abdelhamed, Brubaker, Brown, "Noise Flow: Noise Modeling with Conditional Normalizing Flows", ICCV 2019): raw noise as a flow
 * of layers that are conditioned on signal, camera and ISO, and of unconditional layers.
 *
 * @param architecture words of the layers from the data to the latent, joined by |: {@code sdn5} scales by signal, camera and ISO, {@code
 *     unc} is a 1x1 convolution and a coupling, {@code uncbn} the same in the form of the released PyTorch code (matrix applied from the
 *     left, normalisation with learned scale and shift), {@code gain4} divides by one learned number, {@code camgain} by numbers per camera
 *     and per ISO (the paper's gain layer); {@code sdn} to {@code sdn4}, {@code sdn6} and {@code gain} to {@code gain3} are the released
 *     code's other layers ({@link io.grainflow.noiseflow.layer.NoiseFlowScale})
 * @param channels of packed raw images, even
 * @param width channels inside the couplings
 * @param cameras that have parameters of their own
 * @param isos that have parameters of their own
 * @param packing order of the colour planes that the flow sees
 */
@JsonTypeName("noise-flow")
public record NoiseFlowSpec(
        String architecture, int channels, int width, List<String> cameras, List<Integer> isos, Packing packing)
        implements CaptureFlowSpec {
    /** The published architecture, S-Ax4-G-Ax4-CAM. */
    public static final String PUBLISHED = "sdn5|unc|unc|unc|unc|gain4|unc|unc|unc|unc";

    private static final int MOST_LAYERS = 100;

    /** Order of the four planes of a Bayer mosaic. */
    public enum Packing {
        /** Upper left, upper right, lower left, lower right: the order of packed images here. */
        ROWS,
        /** Upper left, upper right, lower right, lower left: the order of the released code. */
        CLOCKWISE
    }

    /** A layer: the words of the released code, and {@code uncbn} and {@code camgain}. */
    enum Word {
        SDN,
        SDN1,
        SDN2,
        SDN3,
        SDN4,
        SDN5,
        SDN6,
        UNC,
        UNCBN,
        GAIN,
        GAIN1,
        GAIN2,
        GAIN3,
        GAIN4,
        CAMGAIN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NoiseFlowSpec {
        cameras = List.copyOf(cameras);
        isos = List.copyOf(isos);
        words(architecture);
        require(channels >= 2 && channels <= 64 && channels % 2 == 0, "an even number of channels in 2..64", channels);
        require(width >= 1 && width <= 1024, "width in 1..1024", width);
        require(distinct(cameras), "different cameras", cameras);
        require(distinct(isos), "different isos", isos);
        require(packing == Packing.ROWS || channels == 4, "packing CLOCKWISE with 4 channels", channels);
    }

    /** The published architecture for some captures. */
    public static NoiseFlowSpec defaults(int channels, List<Capture> captures) {
        return new NoiseFlowSpec(
                PUBLISHED,
                channels,
                4,
                captures.stream()
                        .map(capture -> capture.camera().code())
                        .distinct()
                        .sorted()
                        .toList(),
                captures.stream().map(Capture::iso).distinct().sorted().toList(),
                Packing.ROWS);
    }

    /** The layers from the data to the latent. */
    List<Word> words() {
        return words(architecture);
    }

    private static List<Word> words(String architecture) {
        String[] parts = architecture.split("\\|", -1);
        require(parts.length <= MOST_LAYERS, "at most " + MOST_LAYERS + " layers", parts.length);
        return Arrays.stream(parts).map(part -> word(part, architecture)).toList();
    }

    private static Word word(String part, String architecture) {
        return Arrays.stream(Word.values())
                .filter(word -> word.word().equals(part))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("noise-flow expects an architecture of the words "
                        + Arrays.stream(Word.values()).map(Word::word).collect(Collectors.joining(", "))
                        + " joined by |, got '" + part + "' in " + architecture));
    }

    @Override
    public NoiseFlowSpec with(List<String> otherCameras, List<Integer> otherIsos) {
        return new NoiseFlowSpec(architecture, channels, width, otherCameras, otherIsos, packing);
    }

    @Override
    public List<ParameterSlot> slots() {
        return NoiseFlowLayers.slots(this);
    }

    @Override
    public List<Transform> layers(Parameters parameters, Mode mode) {
        return NoiseFlowLayers.layers(this, parameters, mode);
    }

    @Override
    public int radius() {
        long couplings = words().stream()
                .filter(word -> word == Word.UNC || word == Word.UNCBN)
                .count();
        return (int) couplings * EdgeCoupling.radius();
    }

    @Override
    public boolean dequantises() {
        return false;
    }

    @Override
    public Weights start(SortedMap<Capture, NoiseLevel> levels, Seed seed) {
        return NoiseFlowInitialisation.of(this, levels, seed);
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        return new NoiseFlowNoise(this, vocabulary, weights, inference);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return CaptureFlowGraph.noiseFlow(this, vocabulary, weights);
    }

    private static boolean distinct(List<?> values) {
        return !values.isEmpty() && new HashSet<>(values).size() == values.size();
    }

    private static void require(boolean holds, String expected, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("noise-flow expects " + expected + ", got " + got);
        }
    }
}

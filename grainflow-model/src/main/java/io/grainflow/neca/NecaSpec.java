package io.grainflow.neca;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.model.NoiseSpec;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * NeCA ("sRGB Real Noise Synthesizing with Neighboring Correlation-Aware Noise Model", CVPR 2023).
 *
 * @param channels of the images, 1 to 16
 * @param gainWidth channels inside the gain network; published 96
 * @param levelWidth channels inside the level network; published 96
 * @param correlationWidth channels of the correlation network at full size; published 64
 * @param form which networks the model has
 * @param sharing whether each camera has networks of its own
 * @param sigma standard deviation of the independent noise of NeCA-S, white = 1
 * @param cameras codes of the cameras in the order of their networks; at least one if each camera has its own
 */
@JsonTypeName("neca")
public record NecaSpec(
        int channels,
        int gainWidth,
        int levelWidth,
        int correlationWidth,
        Form form,
        Sharing sharing,
        double sigma,
        List<String> cameras)
        implements NoiseSpec {
    /** Mean of the training gains of each capture, [captures]. */
    static final String GAIN_MEAN = "gains.mean";
    /** Standard deviation of the training gains of each capture, [captures]. */
    static final String GAIN_DEVIATION = "gains.deviation";

    /** Standard deviation of the published NeCA-S. */
    private static final double SIGMA = 25.0 / 255;

    private static final int PUBLISHED_WIDTH = 96;
    private static final int PUBLISHED_CORRELATION = 64;
    private static final int COMPACT_WIDTH = 24;
    private static final int COMPACT_CORRELATION = 16;

    /** Which networks a model has. */
    public enum Form {
        /** NeCA-W: gain, level and correlation. It imitates a given pair, or draws gains by camera and ISO. */
        WHOLE,
        /** NeCA-S: the correlation network alone, on white noise of one deviation. */
        SIMPLIFIED
    }

    /** Whether cameras have networks of their own. */
    public enum Sharing {
        /** As published: one set of networks for each camera. */
        PER_CAMERA,
        /** One set for all cameras. */
        ALL
    }

    public NecaSpec {
        cameras = List.copyOf(cameras);
        require(channels >= 1 && channels <= 16, "channels in 1..16", channels);
        require(gainWidth >= 1 && gainWidth <= 1024, "gainWidth in 1..1024", gainWidth);
        require(levelWidth >= 2 && levelWidth <= 1024, "levelWidth in 2..1024", levelWidth);
        require(correlationWidth >= 1 && correlationWidth <= 512, "correlationWidth in 1..512", correlationWidth);
        require(sigma > 0 && sigma <= 10, "sigma in (0,10]", sigma);
        require(sharing == Sharing.ALL || !cameras.isEmpty(), "cameras if each has networks of its own", cameras);
        require(cameras.stream().distinct().count() == cameras.size(), "each camera once", cameras);
    }

    /** The published widths, with networks of their own for each camera. */
    public static NecaSpec published(int channels, List<Capture> captures) {
        return new NecaSpec(
                channels,
                PUBLISHED_WIDTH,
                PUBLISHED_WIDTH,
                PUBLISHED_CORRELATION,
                Form.WHOLE,
                Sharing.PER_CAMERA,
                SIGMA,
                cameras(captures));
    }

    /** The published networks for RGB images, without knowledge of cameras. */
    public static NecaSpec published() {
        return published(3, List.of(Capture.of("any", 1))).with(Sharing.ALL, List.of());
    }

    /** Narrow networks for two processor cores, which all cameras share: each then learns from all pairs. */
    public static NecaSpec defaults(int channels, List<Capture> captures) {
        return new NecaSpec(
                channels,
                COMPACT_WIDTH,
                COMPACT_WIDTH,
                COMPACT_CORRELATION,
                Form.WHOLE,
                Sharing.ALL,
                SIGMA,
                cameras(captures));
    }

    private static List<String> cameras(List<Capture> captures) {
        return captures.stream()
                .map(capture -> capture.camera().code())
                .distinct()
                .sorted()
                .toList();
    }

    private NecaSpec with(Sharing other, List<String> codes) {
        return new NecaSpec(channels, gainWidth, levelWidth, correlationWidth, form, other, sigma, codes);
    }

    /** The same networks in another form. */
    public NecaSpec with(Form other) {
        return new NecaSpec(channels, gainWidth, levelWidth, correlationWidth, other, sharing, sigma, cameras);
    }

    /** Number of sets of networks. */
    public int sets() {
        return sharing == Sharing.ALL ? 1 : cameras.size();
    }

    /**
     * The set of networks of a capture.
     *
     * @throws IllegalArgumentException if its camera has none
     */
    int set(Capture capture) {
        if (sharing == Sharing.ALL) {
            return 0;
        }
        int index = cameras.indexOf(capture.camera().code());
        require(index >= 0, "one of the cameras " + cameras, capture);
        return index;
    }

    /** What the names of a set's parameters begin with. */
    String prefix(int set) {
        return sharing == Sharing.ALL ? "" : set + ".";
    }

    NecaNetworks networks(int set) {
        return NecaNetworks.of(this, prefix(set));
    }

    /** Parameters of all networks of the form. */
    List<ParameterSlot> slots() {
        List<ParameterSlot> slots = new ArrayList<>();
        for (int set = 0; set < sets(); set++) {
            networks(set).slots(form).forEach(slots::add);
        }
        return List.copyOf(slots);
    }

    /** Initial values of the networks, without gains. */
    public Weights start(Seed seed) {
        return NecaInitialisation.of(slots(), this, seed);
    }

    @Override
    public Map<String, List<Long>> tensorShapes(int captures) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        slots().forEach(slot -> shapes.put(slot.name(), slot.shape()));
        if (form == Form.WHOLE && captures > 0) {
            shapes.put(GAIN_MEAN, List.of((long) captures));
            shapes.put(GAIN_DEVIATION, List.of((long) captures));
        }
        return shapes;
    }

    @Override
    public List<String> valueProblems(Weights weights) {
        boolean negative = weights.tensors().containsKey(GAIN_DEVIATION)
                && Arrays.stream(weights.get(GAIN_DEVIATION).toDoubles()).anyMatch(value -> value < 0);
        return negative ? List.of(GAIN_DEVIATION + " has negative values") : List.of();
    }

    @Override
    public boolean needsCapture() {
        return form == Form.WHOLE || sharing == Sharing.PER_CAMERA;
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        return form == Form.WHOLE
                ? new NecaNoise(this, vocabulary, weights, inference)
                : new SimplifiedNecaNoise(this, vocabulary, weights, inference);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return NecaGraph.sampler(this, vocabulary, weights);
    }

    private static void require(boolean condition, String expected, Object got) {
        if (!condition) {
            throw new IllegalArgumentException("neca expects " + expected + ", got " + got);
        }
    }
}

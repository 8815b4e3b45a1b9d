package io.grainflow.c2n;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.model.NoiseSpec;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.UniformInitialisation;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The generator of C2N (Jang, Lee, Son, Lee, ICCV 2021). Features of the clean image and of a random style give mean and deviation of
 * signal-dependent random features. These and signal-independent random features pass through 1x1 convolutions, which keep noise
 * independent between pixels, and 3x3 convolutions, which correlate it.
 *
 * @param channels of the images
 * @param width number of random features of each kind per pixel; the features of the clean image have twice as many channels
 * @param styles random numbers per image, the same for all pixels
 * @param signalBlocks residual blocks on the features of the clean image
 * @param independentBlocks residual blocks of each path of the signal-independent features
 * @param dependentBlocks residual blocks of each path of the signal-dependent features
 * @param distribution of the signal-independent features
 * @param order of the channels that the generator sees
 * @param rounded whether samples are clipped to [0,1] and rounded to 8 bit, as released
 */
@JsonTypeName("c2n")
public record C2nSpec(
        int channels,
        int width,
        int styles,
        int signalBlocks,
        int independentBlocks,
        int dependentBlocks,
        Distribution distribution,
        Order order,
        boolean rounded)
        implements NoiseSpec {
    /** Distribution of the signal-independent features. */
    public enum Distribution {
        /** Uniform in [0,1), as in the released code. */
        UNIFORM,
        /** Standard normal, as in the paper's figure. */
        NORMAL
    }

    /** Order of the channels. */
    public enum Order {
        /** As images are stored here: red, green, blue. */
        RGB,
        /** Reversed: blue, green, red, as the released code reads its files. */
        BGR
    }

    private static final int MOST_BLOCKS = 32;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public C2nSpec {
        require(channels >= 1 && channels <= 16, "channels in 1..16", channels);
        require(width >= 1 && width <= 512, "width in 1..512", width);
        require(styles >= 1 && styles <= 512, "styles in 1..512", styles);
        requireBlocks("signalBlocks", signalBlocks);
        requireBlocks("independentBlocks", independentBlocks);
        requireBlocks("dependentBlocks", dependentBlocks);
    }

    /** As released. */
    public static C2nSpec published() {
        return new C2nSpec(3, 64, 32, 5, 3, 2, Distribution.UNIFORM, Order.BGR, true);
    }

    /** A generator that two processor cores train within an hour: a quarter of the published width, and fewer residual blocks. */
    public static C2nSpec defaults(int channels) {
        return new C2nSpec(channels, 16, 8, 2, 2, 2, Distribution.UNIFORM, Order.RGB, true);
    }

    /** All parameters, under the names of the released code. */
    public List<ParameterSlot> slots() {
        return new C2nGenerator(this).parameters();
    }

    /** Initial values: PyTorch's defaults, as in the released code. */
    public Weights start(Seed seed) {
        return UniformInitialisation.of(slots(), seed);
    }

    @Override
    public Map<String, List<Long>> tensorShapes(int captures) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        slots().forEach(slot -> shapes.put(slot.name(), slot.shape()));
        return shapes;
    }

    @Override
    public String meaning() {
        return "a noise model: a noisy image from a clean one, random features per pixel, and a random style per image";
    }

    @Override
    public boolean needsCapture() {
        return false;
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        return new C2nNoise(this, weights, inference);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return C2nGraph.sampler(this, weights);
    }

    private static void requireBlocks(String name, int count) {
        require(count >= 0 && count <= MOST_BLOCKS, name + " in 0.." + MOST_BLOCKS, count);
    }

    private static void require(boolean condition, String expected, int got) {
        if (!condition) {
            throw new IllegalArgumentException("c2n expects " + expected + ", got " + got);
        }
    }
}

package io.grainflow.random;

/**
 * Random numbers addressed by index instead of drawn in turn: the number at an index depends on the seed and the index
 * only, whatever order, batch or thread asks for it. Bit-stable between runs and Java versions.
 *
 * <p>The bits are those of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) at the index-th position; normal numbers follow
 * by the ziggurat method (Marsaglia, Tsang, J. Statistical Software 2000, in the form of Doornik 2005) with 256 layers.
 */
public final class RandomField {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long DRAW_STEP = 0xD1342543DE82EF95L;
    private static final double UNIT = 0x1p-53;

    private static final int LAYERS = 256;
    private static final double TAIL_START = 3.654152885361009;
    private static final double LAYER_AREA = 4.92867323399e-3;
    /** Right edges of the layers, falling; EDGE[0] is the width that gives the base layer the common area. */
    private static final double[] EDGE = edges();
    /** EDGE[i + 1] / EDGE[i]: below it a point of layer i lies under the curve for sure. */
    private static final double[] SURE = ratios(EDGE);

    private final long key;

    public RandomField(Seed seed) {
        this.key = mix(seed.value() + GOLDEN);
    }

    /** Uniform in (0,1), never an end; {@code draw} tells apart several numbers at one index. */
    public double uniform(long index, int draw) {
        return ((bits(index, draw) >>> 11) + 0.5) * UNIT;
    }

    /** Standard normal number at the index. */
    public double normal(long index) {
        long bits = bits(index, 0);
        int layer = (int) (bits & (LAYERS - 1));
        double signed = (bits >> 10) * UNIT;
        if (Math.abs(signed) < SURE[layer]) {
            return signed * EDGE[layer];
        }
        return normalSlow(index, layer, signed);
    }

    private double normalSlow(long index, int firstLayer, double firstSigned) {
        int layer = firstLayer;
        double signed = firstSigned;
        int draw = 1;
        while (true) {
            double x = signed * EDGE[layer];
            if (Math.abs(signed) < SURE[layer]) {
                return x;
            }
            if (layer == 0) {
                return tail(index, draw, signed < 0);
            }
            double outer = StrictMath.exp(-0.5 * (EDGE[layer] * EDGE[layer] - x * x));
            double inner = StrictMath.exp(-0.5 * (EDGE[layer + 1] * EDGE[layer + 1] - x * x));
            if (outer + uniform(index, draw++) * (inner - outer) < 1) {
                return x;
            }
            long bits = bits(index, draw++);
            layer = (int) (bits & (LAYERS - 1));
            signed = (bits >> 10) * UNIT;
        }
    }

    /** A number beyond the last layer (Marsaglia 1964). */
    private double tail(long index, int firstDraw, boolean negative) {
        int draw = firstDraw;
        while (true) {
            double beyond = -StrictMath.log(uniform(index, draw++)) / TAIL_START;
            double test = -StrictMath.log(uniform(index, draw++));
            if (2 * test > beyond * beyond) {
                return negative ? -(TAIL_START + beyond) : TAIL_START + beyond;
            }
        }
    }

    private long bits(long index, int draw) {
        return mix(key + GOLDEN * (index + 1) + DRAW_STEP * draw);
    }

    private static double[] edges() {
        double[] edge = new double[LAYERS + 1];
        double density = StrictMath.exp(-0.5 * TAIL_START * TAIL_START);
        edge[0] = LAYER_AREA / density;
        edge[1] = TAIL_START;
        for (int i = 2; i < LAYERS; i++) {
            density = StrictMath.exp(-0.5 * edge[i - 1] * edge[i - 1]);
            edge[i] = StrictMath.sqrt(-2 * StrictMath.log(LAYER_AREA / edge[i - 1] + density));
        }
        edge[LAYERS] = 0;
        return edge;
    }

    private static double[] ratios(double[] edge) {
        double[] ratio = new double[LAYERS];
        for (int i = 0; i < LAYERS; i++) {
            ratio[i] = edge[i + 1] / edge[i];
        }
        return ratio;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}

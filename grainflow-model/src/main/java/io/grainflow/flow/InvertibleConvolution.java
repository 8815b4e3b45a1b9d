package io.grainflow.flow;

import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/**
 * Invertible 1x1 convolution in LU form (Kingma, Dhariwal, Glow, 2018, section 3.2, equation 10): W = P * L * (U + diag(sign *
 * exp(log_s))), L with ones on its diagonal. One stored matrix holds L below and U above its diagonal; the diagonal itself is unused. In
 * TensorFlow, positions are rows of a matrix and W is applied from the right, which equals W^T from the left.
 */
public final class InvertibleConvolution implements LinearTransform {
    /** Largest number of channels for which the matrix is trained at the full learning rate. */
    private static final double UNPACED_CHANNELS = 12;

    private final Tensor lu;
    private final Tensor logScale;
    private final Tensor sign;
    private final Tensor permutation;
    private final Tensor identity;
    private final Tensor below;
    private final Tensor above;
    private final int level;
    private final boolean fromRight;

    /** @param name prefix of its parameters */
    public InvertibleConvolution(String name, Parameters parameters, int level) {
        this(name, parameters, level, false);
    }

    /**
     * Creates a convolution.
     *
     * @param name prefix of its parameters
     * @param fromRight whether it maps the channels by W^T
     */
    public InvertibleConvolution(String name, Parameters parameters, int level, boolean fromRight) {
        this.fromRight = fromRight;
        this.lu = parameters.get(name + ".lu");
        this.logScale = parameters.get(name + ".log_s");
        this.sign = parameters.get(name + ".sign");
        long channels = sign.shape()[0];
        this.permutation = permutationMatrix(parameters.get(name + ".permutation"));
        this.identity = Matrices.identity(channels, lu);
        this.below = Matrices.below(channels, lu);
        this.above = Matrices.above(channels, lu);
        this.level = level;
    }

    /**
     * Its parameters: {@code lu} [C,C], {@code log_s} [C], {@code sign} [C] of 1 and -1, {@code permutation} [C]: row i of P has
     * its one in column permutation[i].
     */
    public static List<ParameterSlot> slots(String name, int channels) {
        return slots(name, channels, false);
    }

    /**
     * Its parameters.
     *
     * @param paced whether the learning rate of the matrix falls with its size: an optimiser such as Adam moves all entries by a similar
     *     step, which changes the output by up to C times that step and makes deep flows diverge
     */
    public static List<ParameterSlot> slots(String name, int channels, boolean paced) {
        double pace = paced ? Math.min(1, Math.sqrt(UNPACED_CHANNELS / channels)) : 1;
        return List.of(
                ParameterSlot.of(name + ".lu", ParameterSlot.Role.FREE, channels, channels)
                        .paced(pace),
                ParameterSlot.of(name + ".log_s", ParameterSlot.Role.FREE, channels),
                ParameterSlot.of(name + ".sign", ParameterSlot.Role.FIXED, channels),
                ParameterSlot.of(name + ".permutation", ParameterSlot.Role.FIXED, channels));
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public LinearMap map(DType dtype) {
        Tensor stored = lu.to(dtype);
        Tensor one = identity.to(dtype);
        Tensor lower = stored.mul(below.to(dtype)).add(one);
        Tensor diagonal = sign.to(dtype).mul(logScale.to(dtype).exp());
        Tensor upper = stored.mul(above.to(dtype)).add(one.mul(diagonal));
        Tensor matrix = permutation.to(dtype).matmul(lower).matmul(upper);
        return new LinearMap(
                turned(matrix), diagonal.mul(0), logScale.to(dtype).sum().reshape(1));
    }

    /** U^-1 * (L^-1 * P^T) by substitution on the heap. */
    @Override
    public LinearMap inverseMap(DType dtype) {
        int n = Math.toIntExact(sign.shape()[0]);
        double[] stored = lu.toDoubles();
        double[] logs = logScale.toDoubles();
        double[] signs = sign.toDoubles();
        double[] solution = permutation.permute(1, 0).contiguous().toDoubles();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                subtractRow(solution, n, i, k, stored[i * n + k]);
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtractRow(solution, n, i, k, stored[i * n + k]);
            }
            double factor = signs[i] * Math.exp(-logs[i]);
            for (int j = 0; j < n; j++) {
                solution[i * n + j] *= factor;
            }
        }
        Tensor inverse = Tensor.ofDoubles(solution, n, n).to(dtype).to(lu.device());
        Tensor zero = sign.to(dtype).mul(0);
        return new LinearMap(
                turned(inverse),
                zero,
                logScale.to(DType.FLOAT64).sum().neg().reshape(1).to(dtype));
    }

    private Tensor turned(Tensor matrix) {
        return fromRight ? matrix.permute(1, 0).contiguous() : matrix;
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        List.of(permutation, identity, below, above).forEach(action);
    }

    private static void subtractRow(double[] matrix, int n, int row, int other, double factor) {
        if (factor != 0) {
            for (int j = 0; j < n; j++) {
                matrix[row * n + j] -= factor * matrix[other * n + j];
            }
        }
    }

    private static Tensor permutationMatrix(Tensor columns) {
        double[] column = columns.toDoubles();
        int n = column.length;
        double[] matrix = new double[n * n];
        for (int row = 0; row < n; row++) {
            matrix[row * n + (int) column[row]] = 1;
        }
        return Tensor.ofDoubles(matrix, n, n).to(columns.dtype()).to(columns.device());
    }
}

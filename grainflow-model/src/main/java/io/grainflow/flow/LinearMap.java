package io.grainflow.flow;

import io.grainflow.tensor.DType;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorBundle;
import java.util.function.Consumer;

/**
 * An affine map of the channels, the same at every position: y = matrix * x + offset.
 *
 * @param matrix [C,C]
 * @param offset [C]
 * @param logAbsDet of the matrix, [1]
 */
record LinearMap(Tensor matrix, Tensor offset, Tensor logAbsDet) implements TensorBundle {
    /** This map, then another. */
    LinearMap then(LinearMap next) {
        long channels = offset.shape()[0];
        Tensor moved = next.matrix.matmul(offset.reshape(channels, 1)).reshape(channels);
        return new LinearMap(next.matrix.matmul(matrix), moved.add(next.offset), logAbsDet.add(next.logAbsDet));
    }

    Transformed apply(Tensor x, Condition condition, int level) {
        long channels = offset.shape()[0];
        Tensor value = x.conv2d(matrix.reshape(channels, channels, 1, 1), offset, 1, 0);
        return new Transformed(value, condition.weights().positions(x, level).mul(logAbsDet));
    }

    LinearMap to(DType dtype) {
        return new LinearMap(matrix.to(dtype), offset.to(dtype), logAbsDet.to(dtype));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        action.accept(matrix);
        action.accept(offset);
        action.accept(logAbsDet);
    }
}

package io.grainflow.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** Number format of a tensor. Float64 is for tests, int64 for indices. */
public enum DType {
    FLOAT32(ScalarType.Float),
    FLOAT64(ScalarType.Double),
    INT64(ScalarType.Long);

    private final ScalarType scalarType;

    DType(ScalarType scalarType) {
        this.scalarType = scalarType;
    }

    ScalarType scalarType() {
        return scalarType;
    }

    static DType of(ScalarType type) {
        for (DType dtype : values()) {
            if (dtype.scalarType.value == type.value) {
                return dtype;
            }
        }
        throw new IllegalStateException("Tensor expects float32, float64 or int64, got native type " + type);
    }
}

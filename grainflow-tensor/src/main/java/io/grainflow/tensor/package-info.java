/** Tensors and automatic differentiation on libtorch. No other package uses libtorch directly. */
@NullMarked
package io.grainflow.tensor;

import org.jspecify.annotations.NullMarked;

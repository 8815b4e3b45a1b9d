/** The native boundary: the only package that knows libtorch. */
@NullMarked
package io.grainflow.tensor;

import org.jspecify.annotations.NullMarked;

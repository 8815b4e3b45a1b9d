/** Noise models that need no training, and their fits to pairs. */
@NullMarked
package io.grainflow.noise;

import org.jspecify.annotations.NullMarked;

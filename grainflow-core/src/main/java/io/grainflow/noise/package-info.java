/** Noise models: interfaces, and models with a closed form. */
@NullMarked
package io.grainflow.noise;

import org.jspecify.annotations.NullMarked;

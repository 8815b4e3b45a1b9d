/** Synthetic corruptions that need no camera, as in Noise2Noise. */
@NullMarked
package io.grainflow.corruption;

import org.jspecify.annotations.NullMarked;

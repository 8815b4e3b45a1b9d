/** Corruptions without a camera: what Noise2Noise learns to undo. */
@NullMarked
package io.grainflow.corruption;

import org.jspecify.annotations.NullMarked;

/** The layers of Noise Flow and Flow-sRGB as invertible transforms. */
@NullMarked
package io.grainflow.noiseflow.layer;

import org.jspecify.annotations.NullMarked;

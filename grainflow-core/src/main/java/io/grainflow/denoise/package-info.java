/** What removes noise. */
@NullMarked
package io.grainflow.denoise;

import org.jspecify.annotations.NullMarked;

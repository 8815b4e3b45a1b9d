/** Denoisers that need no training; non-local means; variance stabilisation. */
@NullMarked
package io.grainflow.denoise.classical;

import org.jspecify.annotations.NullMarked;

/** Noisy and clean pairs, where they come from, and how scenes are split. */
@NullMarked
package io.grainflow.pair;

import org.jspecify.annotations.NullMarked;

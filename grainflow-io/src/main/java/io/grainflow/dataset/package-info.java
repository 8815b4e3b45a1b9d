/** Data sets of noisy and clean pairs, as users have them. */
@NullMarked
package io.grainflow.dataset;

import org.jspecify.annotations.NullMarked;

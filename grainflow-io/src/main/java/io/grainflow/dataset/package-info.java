/** Data sets of noisy and clean images in their usual file layouts. */
@NullMarked
package io.grainflow.dataset;

import org.jspecify.annotations.NullMarked;

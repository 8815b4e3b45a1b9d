/** Training: plans, batches, checkpoints and the loop. */
@NullMarked
package io.grainflow.train;

import org.jspecify.annotations.NullMarked;

/** Rules that distinguish divergence from noise in the losses. Each system chooses the rule that suits its losses. */
@NullMarked
package io.grainflow.train.divergence;

import org.jspecify.annotations.NullMarked;

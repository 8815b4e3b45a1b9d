/** Rules that tell a training that has gone wrong from one that is noisy. A system names the rule that suits its losses. */
@NullMarked
package io.grainflow.train.divergence;

import org.jspecify.annotations.NullMarked;

/** Adversarial training: critics, and validation by samples. Updates and gradients are those of {@link io.grainflow.train.StepContext}. */
@NullMarked
package io.grainflow.train.adversarial;

import org.jspecify.annotations.NullMarked;

/** Training of denoisers: noisy or clean targets, losses, patches and whole slices. */
@NullMarked
package io.grainflow.denoiser.training;

import org.jspecify.annotations.NullMarked;

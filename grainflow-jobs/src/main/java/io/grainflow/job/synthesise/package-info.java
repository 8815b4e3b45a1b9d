/** Jobs that make noisy images: from virtual cameras and from noise models. */
@NullMarked
package io.grainflow.job.synthesise;

import org.jspecify.annotations.NullMarked;

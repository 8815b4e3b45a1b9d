/** Jobs that measure: noise models, denoisers, images, the noise level and the bias of data. */
@NullMarked
package io.grainflow.job.evaluate;

import org.jspecify.annotations.NullMarked;

/** Jobs that train noise models and denoisers. */
@NullMarked
package io.grainflow.job.train;

import org.jspecify.annotations.NullMarked;

/** Jobs that measure speed. */
@NullMarked
package io.grainflow.job.benchmark;

import org.jspecify.annotations.NullMarked;

/** Batches of images: one rule for bad items, sets of files, output files, sampling of noise. */
@NullMarked
package io.grainflow.job.batch;

import org.jspecify.annotations.NullMarked;

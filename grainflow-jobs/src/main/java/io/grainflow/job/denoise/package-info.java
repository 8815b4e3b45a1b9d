/** The job that restores images: whole, frame by frame, or in bands of rows. */
@NullMarked
package io.grainflow.job.denoise;

import org.jspecify.annotations.NullMarked;

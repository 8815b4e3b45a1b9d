/** What trainings see: pools of images, patches, batches ahead of time, held-out crops. */
@NullMarked
package io.grainflow.train.data;

import org.jspecify.annotations.NullMarked;

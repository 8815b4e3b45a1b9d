/** Data of trainings: pools of images, patches, prefetched batches, held-out crops. */
@NullMarked
package io.grainflow.train.data;

import org.jspecify.annotations.NullMarked;

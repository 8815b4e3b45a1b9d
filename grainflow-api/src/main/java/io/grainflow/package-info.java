/**
 * What other programs call: load a model, denoise, sample noise, sample noise like that of an image, identify, train, evaluate, export.
 *
 * <p>{@link io.grainflow.Grainflow} is the entry point. Open models hold native memory and have to be closed. Threads, memory, device
 * and number format belong to a model ({@link io.grainflow.job.run.ComputeOptions}), so that models with other settings do not change each other's results.
 */
@NullMarked
package io.grainflow;

import org.jspecify.annotations.NullMarked;

/**
 * What other programs call: load a model, denoise, sample noise, sample noise like that of an image, identify, train, evaluate, export.
 *
 * <p>{@link io.grainflow.Grainflow} is where to begin. Models that were opened hold native memory: close them. What a model computes with
 * belongs to the model ({@link io.grainflow.job.run.ComputeOptions}), so that two models with other settings do not change each other's results.
 */
@NullMarked
package io.grainflow;

import org.jspecify.annotations.NullMarked;

/**
 * Training. One loop trains every system: a {@link io.grainflow.train.TrainingTask} names its {@link io.grainflow.train.TrainingSystem} (parameters in
 * {@link io.grainflow.train.ParameterGroup}s, and the {@link io.grainflow.train.TrainingStep} that updates them), its batches, the meaning of its
 * losses, its validation and what it publishes; the {@link io.grainflow.train.Trainer} runs it, with checkpoints.
 */
@NullMarked
package io.grainflow.train;

import org.jspecify.annotations.NullMarked;

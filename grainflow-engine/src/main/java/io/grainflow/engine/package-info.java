/**
 * Graphs compiled for this processor: bands of rows flow through all layers while they are in the caches. Callers use this package and
 * {@link io.grainflow.engine.quantise.Ranges}; {@code program}, {@code quantise} and {@code kernel} are internal.
 */
@NullMarked
package io.grainflow.engine;

import org.jspecify.annotations.NullMarked;

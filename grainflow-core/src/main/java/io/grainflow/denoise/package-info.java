/** Denoisers: interfaces and shared parts. */
@NullMarked
package io.grainflow.denoise;

import org.jspecify.annotations.NullMarked;

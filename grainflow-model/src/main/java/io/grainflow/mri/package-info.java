/** Magnetic resonance: slices, their k-space, and what is left of it when only some frequencies are measured. */
@NullMarked
package io.grainflow.mri;

import org.jspecify.annotations.NullMarked;

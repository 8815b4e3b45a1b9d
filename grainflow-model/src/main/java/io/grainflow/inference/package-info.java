/** Inference of trained networks on images of any size: windows, engines, number formats and their loss of accuracy. */
@NullMarked
package io.grainflow.inference;

import org.jspecify.annotations.NullMarked;

/** Trained networks on images of any size: windows, the engines that compute them, number formats and what those cost. */
@NullMarked
package io.grainflow.inference;

import org.jspecify.annotations.NullMarked;

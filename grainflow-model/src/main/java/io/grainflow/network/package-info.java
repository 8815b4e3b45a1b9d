/** Networks as values, and their lowering to tensors. */
@NullMarked
package io.grainflow.network;

import org.jspecify.annotations.NullMarked;

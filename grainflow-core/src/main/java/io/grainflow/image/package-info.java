/** Immutable images as heap values. */
@NullMarked
package io.grainflow.image;

import org.jspecify.annotations.NullMarked;

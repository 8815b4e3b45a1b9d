/** Parallel tasks whose results are taken in order. */
@NullMarked
package io.grainflow.concurrent;

import org.jspecify.annotations.NullMarked;

/** Seeds: the only source of randomness. */
@NullMarked
package io.grainflow.random;

import org.jspecify.annotations.NullMarked;

/** The rules of the house, held by tests over all modules. */
@NullMarked
package io.grainflow.architecture;

import org.jspecify.annotations.NullMarked;

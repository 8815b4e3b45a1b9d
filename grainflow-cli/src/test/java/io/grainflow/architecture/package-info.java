/** Tests of the architecture rules over all modules. */
@NullMarked
package io.grainflow.architecture;

import org.jspecify.annotations.NullMarked;

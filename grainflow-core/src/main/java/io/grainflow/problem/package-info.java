/** Errors that are reported to the user. */
@NullMarked
package io.grainflow.problem;

import org.jspecify.annotations.NullMarked;

/** What a user is told when something is wrong. */
@NullMarked
package io.grainflow.problem;

import org.jspecify.annotations.NullMarked;

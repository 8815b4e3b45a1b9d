/** Progress and cancellation of long-running work. */
@NullMarked
package io.grainflow.progress;

import org.jspecify.annotations.NullMarked;

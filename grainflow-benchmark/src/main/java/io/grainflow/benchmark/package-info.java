/** Other engines to be measured against; nothing else needs them. */
@NullMarked
package io.grainflow.benchmark;

import org.jspecify.annotations.NullMarked;

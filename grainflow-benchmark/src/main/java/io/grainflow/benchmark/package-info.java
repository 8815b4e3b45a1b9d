/** Other engines, for comparison in benchmarks. No other module depends on them. */
@NullMarked
package io.grainflow.benchmark;

import org.jspecify.annotations.NullMarked;

/** oneDNN: its primitives, the memory that they work on, and its number of threads. No other package creates primitives. */
@NullMarked
package io.grainflow.engine.kernel;

import org.jspecify.annotations.NullMarked;

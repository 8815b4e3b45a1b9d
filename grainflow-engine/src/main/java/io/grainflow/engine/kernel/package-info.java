/** oneDNN: its primitives, the memory that they work on, and its number of threads. The only package that makes primitives of programs. */
@NullMarked
package io.grainflow.engine.kernel;

import org.jspecify.annotations.NullMarked;

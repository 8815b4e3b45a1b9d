/** The command line: parses arguments, runs one job, and prints its result. */
@NullMarked
package io.grainflow.cli;

import org.jspecify.annotations.NullMarked;

/** The command line: parses, calls one job, shows. */
@NullMarked
package io.grainflow.cli;

import org.jspecify.annotations.NullMarked;

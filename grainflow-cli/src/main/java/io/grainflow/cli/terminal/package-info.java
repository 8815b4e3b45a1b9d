/** What the terminal shows: progress, results as JSON, errors; sessions and interruption. */
@NullMarked
package io.grainflow.cli.terminal;

import org.jspecify.annotations.NullMarked;

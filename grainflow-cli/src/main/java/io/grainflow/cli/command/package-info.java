/** One class per command: it turns arguments into a job and prints the result. */
@NullMarked
package io.grainflow.cli.command;

import org.jspecify.annotations.NullMarked;

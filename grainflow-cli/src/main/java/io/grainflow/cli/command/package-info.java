/** One class per command: words in, one job, figures out. */
@NullMarked
package io.grainflow.cli.command;

import org.jspecify.annotations.NullMarked;

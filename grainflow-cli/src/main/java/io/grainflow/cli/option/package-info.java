/** Options that commands share, and what their words mean. */
@NullMarked
package io.grainflow.cli.option;

import org.jspecify.annotations.NullMarked;

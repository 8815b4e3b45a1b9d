/** Options that commands share, and the parsing of their values. */
@NullMarked
package io.grainflow.cli.option;

import org.jspecify.annotations.NullMarked;

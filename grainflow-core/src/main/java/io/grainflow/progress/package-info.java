/** What long work tells whoever watches it. */
@NullMarked
package io.grainflow.progress;

import org.jspecify.annotations.NullMarked;

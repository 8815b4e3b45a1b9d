/** Files: images, stacks and volumes, safetensors, and atomic writing. */
@NullMarked
package io.grainflow.file;

import org.jspecify.annotations.NullMarked;

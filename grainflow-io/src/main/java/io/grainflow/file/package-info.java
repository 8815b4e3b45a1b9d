/** Files: images, stacks and volumes, safetensors, and safe writing. */
@NullMarked
package io.grainflow.file;

import org.jspecify.annotations.NullMarked;

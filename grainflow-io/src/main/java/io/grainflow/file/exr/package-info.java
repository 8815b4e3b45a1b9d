/** OpenEXR images, scan lines and tiles, half and float. */
@NullMarked
package io.grainflow.file.exr;

import org.jspecify.annotations.NullMarked;

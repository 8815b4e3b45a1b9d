/** TIFF and BigTIFF: pages, stacks, and rows of images that are larger than memory. */
@NullMarked
package io.grainflow.file.tiff;

import org.jspecify.annotations.NullMarked;

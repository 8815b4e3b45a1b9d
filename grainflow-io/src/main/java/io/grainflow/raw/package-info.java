/** Raw image files: DNG, proprietary raw formats, MATLAB matrices. */
@NullMarked
package io.grainflow.raw;

import org.jspecify.annotations.NullMarked;

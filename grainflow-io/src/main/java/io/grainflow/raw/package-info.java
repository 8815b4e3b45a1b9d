/** Sensor pictures in files: DNG, other cameras' raw formats, MATLAB matrices. */
@NullMarked
package io.grainflow.raw;

import org.jspecify.annotations.NullMarked;

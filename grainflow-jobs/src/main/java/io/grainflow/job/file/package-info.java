/** Jobs on model files: inspect, import, export, calibrate. */
@NullMarked
package io.grainflow.job.file;

import org.jspecify.annotations.NullMarked;

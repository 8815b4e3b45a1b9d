/** Metrics of image quality and of synthetic noise: pure functions of images, in double precision. */
@NullMarked
package io.grainflow.metric;

import org.jspecify.annotations.NullMarked;

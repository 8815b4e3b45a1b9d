/** How good images and noise are: pure functions of images, in double precision. */
@NullMarked
package io.grainflow.metric;

import org.jspecify.annotations.NullMarked;

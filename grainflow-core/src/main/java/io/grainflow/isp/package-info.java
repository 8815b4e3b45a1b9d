/** The virtual camera: scenes, a sensor whose noise is known, and development to display values. */
@NullMarked
package io.grainflow.isp;

import org.jspecify.annotations.NullMarked;

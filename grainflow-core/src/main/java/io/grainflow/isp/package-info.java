/** The virtual camera: generated scenes, a sensor with known noise, and rendering to display values. */
@NullMarked
package io.grainflow.isp;

import org.jspecify.annotations.NullMarked;

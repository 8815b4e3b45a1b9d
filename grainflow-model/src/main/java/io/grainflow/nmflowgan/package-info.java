/** NM-FlowGAN. */
@NullMarked
package io.grainflow.nmflowgan;

import org.jspecify.annotations.NullMarked;

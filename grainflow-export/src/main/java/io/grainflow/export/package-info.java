/** Models as files of other programs: ONNX, and bioimage.io packages around it. */
@NullMarked
package io.grainflow.export;

import org.jspecify.annotations.NullMarked;

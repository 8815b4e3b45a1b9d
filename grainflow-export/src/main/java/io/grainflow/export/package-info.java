/** Export of models to ONNX files, and to bioimage.io packages that contain one. */
@NullMarked
package io.grainflow.export;

import org.jspecify.annotations.NullMarked;

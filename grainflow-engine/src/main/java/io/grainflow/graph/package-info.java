/** Computations on images as immutable dataflow graphs, which the compiled engine runs and the export writes as ONNX. */
@NullMarked
package io.grainflow.graph;

import org.jspecify.annotations.NullMarked;

/**
 * Networks as immutable graphs of layers, their parameters, and their interpreters: tensors for training, graphs for compiled inference.
 */
@NullMarked
package io.grainflow.network;

import org.jspecify.annotations.NullMarked;

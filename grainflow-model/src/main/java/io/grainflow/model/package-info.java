/** Model files: architecture record, parameters and provenance. */
@NullMarked
package io.grainflow.model;

import org.jspecify.annotations.NullMarked;
